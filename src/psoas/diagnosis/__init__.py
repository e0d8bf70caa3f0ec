"""What contributes to the pain: ledgers, grades, the root level, their interplay, what to examine next.

Read `ledger.py` first. Contributors co-exist: each is judged against its own absence.
"""
