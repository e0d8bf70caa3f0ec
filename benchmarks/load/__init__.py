"""Fifty people at once on one server: patients answering, clinicians looking and tapping.

``python -m benchmarks.load`` runs it on SQLite and on PostgreSQL and prints what each page took;
``--write`` puts the table into ``docs/explanation/load.md``. Read ``people.py`` for who does what.
"""
