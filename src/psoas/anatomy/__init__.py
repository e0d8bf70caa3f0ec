"""The names of places: sides, regions of the body chart, nerve roots. No numbers and no judgement.

Read `regions.py` first.
"""
