"""Compile the catalogs of translations, and say what they lack: ``python -m docs.catalogs``.

Every ``.po`` file in ``src/psoas/locale`` becomes the ``.mo`` file beside it; the same catalog always gives
the same bytes. The catalog ``story`` is compared with what the story can say: what the code passes to
``said`` and ``sayable``, what the templates say, and the few words that only come from data.
"""

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from psoas import Knowledge, load_knowledge
from psoas.illustration.body_chart import words_of_the_drawing
from psoas.knowledge.conditions import ChoiceIs, FindingIs, RegionDrawn, leaves
from psoas.knowledge.red_flags import RedFlag
from psoas.patient.observing import UNITS

SOURCE = Path(__file__).parent.parent / "src/psoas"
LOCALE = SOURCE / "locale"
STORY = LOCALE / "story/es/LC_MESSAGES/django.po"
MARKS = {"said", "sayable"}
_IN_A_TEMPLATE = re.compile(r'said\("([^"]+)"\)')
_NO_UNIT = "ratio"


def catalog(path: Path) -> Catalog:
    """Read a catalog."""
    with path.open("rb") as file:
        return read_po(file)


def compiled(path: Path) -> bytes:
    """Return a catalog as a program reads it."""
    file = BytesIO()
    write_mo(file, catalog(path))
    return file.getvalue()


def translated(path: Path) -> frozenset[str]:
    """Return the texts that a catalog has a translation of."""
    return frozenset(
        one.id for one in catalog(path) if one.id and isinstance(one.id, str) and one.string and not one.fuzzy
    )


def missing() -> list[str]:
    """Return what the story can say and its catalog does not hold."""
    return sorted(set(of_the_story()) - translated(STORY))


def stale() -> list[str]:
    """Return what the catalog of the story holds and nobody says."""
    return sorted(translated(STORY) - set(of_the_story()))


def of_the_story() -> dict[str, str]:
    """Return every text of the story's catalog with where it stands."""
    knowledge = load_knowledge()
    found: dict[str, str] = {}
    for place, text in (
        *_marked(),
        *_in_templates(),
        *(("illustration/body_chart.yaml", text) for text in words_of_the_drawing()),
        *_for_staff(knowledge),
        ("care/clinic.py", "the nearest emergency department"),
    ):
        found.setdefault(text, place)
    return found


def _marked() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                for text in node.args:
                    if isinstance(text, ast.Constant):
                        yield str(path.relative_to(SOURCE)), str(text.value)


def _in_templates() -> Iterator[tuple[str, str]]:
    for path in sorted((SOURCE / "reports/templates").glob("*.*")):
        for text in _IN_A_TEMPLATE.findall(path.read_text(encoding="utf-8")):
            yield str(path.relative_to(SOURCE)), text


def _for_staff(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Give what the rules that hold a patient up say to the staff: what they suspect, and what was found."""
    for rule in knowledge.red_flags.values():
        if rule.urgency == "refer":
            continue
        if rule.urgency == "urgent":  # a patient says those of emergencies; they stand with the questions
            yield "red_flags condition", rule.condition
        yield from _found(rule, knowledge)


def _found(rule: RedFlag, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    for leaf in leaves(rule.when):
        match leaf:
            case FindingIs(finding=finding):
                record = knowledge.findings[finding]
                yield "findings name", record.name
                if record.measure is not None:
                    yield "findings short", record.short
                    if record.measure.unit != _NO_UNIT:
                        yield "patient/observing.py", UNITS[record.measure.unit]
            case ChoiceIs(choice=name, one_of=values) if name != "sex":
                yield from (("red_flags choices", value) for value in values)
            case RegionDrawn(drawn=regions):
                yield from (("red_flags regions", region.replace("-", " ")) for region in regions)


def main() -> int:
    """Compile all catalogs; tell what is missing or stale, and fail where something is."""
    for path in sorted(LOCALE.glob("*/*/LC_MESSAGES/*.po")):
        path.with_suffix(".mo").write_bytes(compiled(path))
        print(f"{path.relative_to(LOCALE)}: {len(translated(path))} texts")
    faults = [f"missing: {text}" for text in missing()] + [f"stale: {text}" for text in stale()]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
