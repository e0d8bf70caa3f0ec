"""Signing: an assessment is frozen with its knowledge, read again, compared, and told to others.

Read ``draft.py`` for what would be frozen, ``actions.py`` for what signing does, ``frozen.py`` for how a
signed assessment is read and worked out again.
"""
