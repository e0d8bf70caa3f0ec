"""The care of the data: opening a database, dumping, loading, backing up, moving to another one.

Read ``dump.py`` for what a dump holds, ``load.py`` for how it comes back, ``backup.py`` for the file.
"""
