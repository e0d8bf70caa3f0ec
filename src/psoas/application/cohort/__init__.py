"""Many cases from one file: read as arrays, assessed together, written as one table.

Read `run.py` first; `layout.py` says what the columns of a Parquet file are.
"""
