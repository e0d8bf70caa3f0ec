"""The use cases, one a file: load a case, assess it, plan care. Read `assess.py` first."""
