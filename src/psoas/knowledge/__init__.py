"""What is known: cited facts as files in `content/`, their schema, loader and checks.

Every number stands in a file with its source, place and status; none stands in code. Read `record.py`
for what all records share, `conditions.py` for the language of rules, then `knowledge.py`.
"""
