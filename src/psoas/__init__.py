"""Psoas: from complaint to plan for low back pain that radiates to the hip or leg, with every reason shown.

Read ``application/assess.py`` first: it names the parts in the order in which they work.
"""

from psoas.application.assess import Assessment, assess
from psoas.application.load_case import load_case
from psoas.application.plan_care import plan_care
from psoas.care.plan import Plan
from psoas.foundation.version import __version__
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.loader import load_knowledge
from psoas.patient.case import Case

__all__ = [
    "Assessment",
    "Case",
    "Knowledge",
    "Plan",
    "__version__",
    "assess",
    "load_case",
    "load_knowledge",
    "plan_care",
]
