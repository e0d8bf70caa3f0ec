"""Is it safe? Red-flag rules, earlier than and independent of any probability.

Read `screening.py` first; `unanswered.py` finds the shortest list of questions left.
"""
