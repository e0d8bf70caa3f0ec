"""What a patient reads of causes, course, care at home, treatments and precautions."""

from collections.abc import Iterable, Iterator
from itertools import chain

from psoas.knowledge.care import Item
from psoas.knowledge.checks import EQUIPMENT
from psoas.knowledge.figure_files import shipped_figures
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.patient_texts.patient_text import PatientText

_Texts = Iterable[tuple[str, str | None]]  # field and text; nothing where the record leaves it out


def care_texts(knowledge: Knowledge) -> Iterator[PatientText]:
    """Yield every text of these records that a patient reads; a text that stands twice comes twice."""
    return chain(
        _items(knowledge),
        _advice(knowledge),
        _contributors(knowledge),
        _precautions(knowledge),
        _interventions(knowledge),
        _course(knowledge),
        _muscles(knowledge),
        _equipment(),
        _figures(),
    )


def _items(knowledge: Knowledge) -> Iterator[PatientText]:
    for item in knowledge.items.values():
        yield from _of("items", item.id, _item(item))


def _item(item: Item) -> _Texts:
    return (
        ("name", item.name),
        *(("targets", target) for target in item.targets),
        *(("serves.why", serves.why) for serves in item.serves),
        ("start", item.start),
        *(("steps", step) for step in item.steps),
        ("feel", item.feel),
        ("stop_if", item.stop_if),
        ("dose.text", item.dose.text),
        ("easier", item.easier),
        ("harder", item.harder),
        ("progression", item.progression),
        *(("precautions.instead", precaution.instead) for precaution in item.precautions),
    )


def _advice(knowledge: Knowledge) -> Iterator[PatientText]:
    for advice in knowledge.advice.values():
        yield from _of("advice", advice.id, (("text", advice.text), ("why", advice.why)))


def _contributors(knowledge: Knowledge) -> Iterator[PatientText]:
    for one in knowledge.contributors.values():
        told = (("plain_name", one.plain_name), ("plain", one.plain), ("plain_helps", one.plain_helps))
        yield from _of("contributors", one.id, told)
    for edge in knowledge.interplay.values():
        yield from _of("interplay", edge.id, (("plain", edge.plain),))


def _precautions(knowledge: Knowledge) -> Iterator[PatientText]:
    for precaution in knowledge.precautions.values():
        told = (("plain", precaution.plain), ("ask", precaution.ask))
        yield from _of("precautions", precaution.id, told)


def _interventions(knowledge: Knowledge) -> Iterator[PatientText]:
    for one in knowledge.interventions.values():
        told = (
            ("plain_name", one.plain_name),
            ("plain", one.plain),
            *(("effects.plain", effect.plain) for effect in one.effects),
        )
        yield from _of("interventions", one.id, told)


def _course(knowledge: Knowledge) -> Iterator[PatientText]:
    for rule in knowledge.review_rules.values():
        yield from _of("review_rules", rule.id, (("plain", rule.plain),))
    for course in knowledge.courses.values():
        yield from _of("courses", course.id, (("plain", course.plain),))
    for factor in knowledge.prognostic_factors.values():
        yield from _of("prognostic_factors", factor.id, (("plain", factor.plain),))


def _muscles(knowledge: Knowledge) -> Iterator[PatientText]:
    for muscle in knowledge.muscles.values():
        yield from _of("muscles", muscle.id, (("plain_name", muscle.plain_name),))


def _equipment() -> Iterator[PatientText]:
    """Name what items need as its identifier does, with spaces: no record holds it."""
    for name in sorted(EQUIPMENT):
        yield from _of("equipment", name, (("name", name.replace("-", " ")),))


def _figures() -> Iterator[PatientText]:
    """Name the drawings of postures; those of exercises have the exercise's name."""
    for figure in shipped_figures().values():
        yield from _of("figures", figure.id, (("name", figure.name),))


def _of(kind: str, identifier: str, texts: _Texts) -> Iterator[PatientText]:
    return (PatientText(kind, identifier, field, text) for field, text in texts if text)
