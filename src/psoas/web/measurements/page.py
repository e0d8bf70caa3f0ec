"""The page of measurements, put together once for every answer that shows it or a part of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.shortcuts import get_object_or_404

from psoas.alignment.sagittal import alignment_readings
from psoas.diagnosis.measured import measured
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts
from psoas.web.clinic_knowledge import knowledge_of
from psoas.web.measurements import alignment
from psoas.web.measurements.changes import changes
from psoas.web.measurements.forms import Sent
from psoas.web.measurements.groups import ALIGNMENT, Group, groups
from psoas.web.measurements.queries import Record, dangers, record_of
from psoas.web.measurements.rows import Context, Row, row
from psoas.web.models import Visit
from psoas.web.requests import StaffRequest
from psoas.web.visits.case import case_of
from psoas.web.visits.queries import visible_visits


@dataclass(frozen=True, slots=True)
class Block:
    """A group with its rows."""

    group: Group
    rows: tuple[Row, ...]

    @property
    def is_open(self) -> bool:
        """Shown without asking: it is not a closed one, or something in it is recorded or refused."""
        told = (side.was != "/" or bool(side.problem) for one in self.rows for side in one.sides)
        return not self.group.is_closed or any(told)


@dataclass
class Page:
    """What a request is about."""

    request: StaffRequest
    visit: Visit
    knowledge: Knowledge
    groups: tuple[Group, ...]
    sent: Sent = field(default_factory=Sent)
    problem: str = ""  # one that belongs to no field

    @classmethod
    def of(cls, request: StaffRequest, key: str) -> "Page":
        """Open a visit of the clinic."""
        visit = get_object_or_404(visible_visits(request.user), key=key)
        knowledge = knowledge_of(visit.person.clinic)
        return cls(request, visit, knowledge, groups(knowledge))

    @property
    def is_signed(self) -> bool:
        """It can only be read."""
        return self.visit.stage == Visit.Stage.SIGNED

    def record(self) -> Record:
        """Return what is recorded."""
        return record_of(self.request.user, self.visit, self.knowledge)

    def context(self, shown: Iterable[str] | None = None) -> dict[str, Any]:
        """Return what the templates need; of the rows only those of ``shown``, if it is given."""
        case, record = case_of(self.visit), self.record()
        facts = CaseFacts.of(case, self.knowledge)
        readings = alignment_readings(facts, self.knowledge)
        rows = Context(
            case=case,
            knowledge=self.knowledge,
            record=record,
            measured={(one.finding, one.side or ""): one for one in measured(facts, self.knowledge)},
            readings={one.id: one for one in readings},
            sent=self.sent,
        )
        wanted = None if shown is None else frozenset(shown)
        blocks = [self._block(group, rows, wanted) for group in self.groups]
        return {
            "visit": self.visit,
            "person": self.visit.person,
            "age": case.age_years,
            "sex": case.person.sex,
            "is_signed": self.is_signed,
            "blocks": [block for block in blocks if block.rows],
            "alignment": ALIGNMENT,
            "readings": alignment.shown(readings, facts, self.knowledge),
            "identity": alignment.identity(facts),
            "dangers": dangers(self.visit, self.knowledge),
            "changes": changes(record, self.groups, self.knowledge),
            "problem": self.problem,
            "problems": [
                (side.id, side.problem)
                for block in blocks
                for one in block.rows
                for side in one.sides
                if side.problem
            ],
            "has_errors": bool(self.problem or self.sent.problems),
        }

    def _block(self, group: Group, rows: Context, wanted: frozenset[str] | None) -> Block:
        names = (name for name in group.findings if wanted is None or name in wanted)
        return Block(group, tuple(row(name, group.worse(name), rows) for name in names))
