"""Alignment: angles entered from a report, with their error, against what is usual.

A measured, modifiable context. It has no likelihood ratio and never gets a probability.
"""
