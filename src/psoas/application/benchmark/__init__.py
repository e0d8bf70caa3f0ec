"""The public benchmark: vignettes with expectations, run against the engine and against plain baselines.

Read `vignettes.py` first, then `run.py`.
"""
