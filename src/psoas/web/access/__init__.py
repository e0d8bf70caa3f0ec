"""Who may do what: permissions, the gate every request passes, patients' sessions, the journal.

Read ``permissions.py`` first, then ``gate.py``.
"""
