"""The plan of a visit: proposed, changed, approved, shared with the therapist and the patient.

Read ``planning.py`` for everything known of one visit's plan, ``edits.py`` for what can be changed, and
``actions.py`` for what is stored. The plan itself is worked out in ``psoas.care``.
"""
