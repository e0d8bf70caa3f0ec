"""What to do: precautions, the choice of the home programme, the massage session, advice, review.

Read `plan.py` first. Hard contraindications come before any choice; a clinician approves the plan.
"""
