"""Places: sides, regions of the body chart and their shapes, nerve roots. No judgement.

Read `regions.py` first.
"""
