"""What one finding more, or another one, would change: the case as it would be, assessed again."""

from dataclasses import replace

from psoas.anatomy.regions import Side
from psoas.foundation.documents import parse_yaml
from psoas.foundation.errors import CaseError, Problem
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Case
from psoas.patient.facts import CaseFacts
from psoas.patient.observing import read_finding
from psoas.patient.reading import nearest


def supposed(case: Case, supposition: str, knowledge: Knowledge) -> Case:
    """Return a case as it would be with one finding changed.

    Parameters
    ----------
    case : Case
        The patient.
    supposition : str
        ``finding=value``, the value as in a case file: ``slr=absent``, ``hip-internal-rotation=12``,
        ``slr=not-examined``. A finding with sides is supposed on the painful side; name both for more:
        ``slr={right: present, left: absent}``.
    knowledge : Knowledge
        The vocabulary.

    Raises
    ------
    CaseError
        There is no such finding, or the value does not fit it.
    """
    name, sign, written = (part.strip() for part in supposition.partition("="))
    record = knowledge.findings.get(name)
    if record is None:
        raise CaseError(
            "what if", [Problem(name, "There is no such finding.", nearest(name, tuple(knowledge.findings)))]
        )
    document = parse_yaml(written if sign else "")
    if document.problems:
        raise CaseError("what if", [replace(problem, where=name) for problem in document.problems])
    value = document.value
    if value is None:
        raise CaseError("what if", [Problem(name, "It has no value.", f"Write {name}=present, for example.")])
    sides: tuple[Side | None, ...] = (None,)
    if record.sided:
        named = tuple(side for side in Side if isinstance(value, dict) and side.value in value)
        sides = named or CaseFacts.of(case, knowledge).painful_sides
        value = value if named else dict.fromkeys(sides, value)
    found, wrong = read_finding(record, value)
    if wrong:
        raise CaseError("what if", [Problem(name, what, remedy) for _, what, remedy in wrong])
    kept = tuple(o for o in case.observations if o.finding != name or o.side not in sides)
    then = replace(case, observations=(*kept, *found))
    if not (found or record.sided) and CaseFacts.of(then, knowledge).holds(name) is not None:
        what = "It follows from the rest of the case, whether or not somebody looks."
        raise CaseError("what if", [Problem(name, what)])
    return then
