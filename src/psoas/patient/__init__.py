"""The Case: what is known of a patient at one moment; reading and writing it, and what follows from it.

Read `case.py` first, then `facts.py`, which turns a case into true, false and not known.
"""
