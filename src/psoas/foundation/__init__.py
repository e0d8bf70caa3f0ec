"""Errors, three-valued logic, logit-normal probabilities and plain documents. Nothing clinical.

Read `three_valued.py` first: "not examined" is never "absent", and that is where it is held.
"""
