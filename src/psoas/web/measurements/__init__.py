"""Measurements: what is measured, with its error, against norms, and what has changed since.

Read ``groups.yaml`` for what stands where, ``rows.py`` for what a row shows, ``actions.py`` for what is kept.
"""
