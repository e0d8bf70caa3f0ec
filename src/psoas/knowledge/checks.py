"""What must hold between knowledge files, beyond the schema of each."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from pydantic import BaseModel

from psoas.anatomy.regions import REGION_NAMES
from psoas.foundation.errors import Problem
from psoas.knowledge.conditions import (
    ChoiceIs,
    ContributorIs,
    FindingIs,
    QuantityIs,
    RegionDrawn,
)
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.table_checks import check_tables

QUANTITIES = frozenset({
    "age_years", "duration_weeks", "pain_now", "pain_average", "pain_worst", "walking_minutes",
    "sitting_minutes", "standing_minutes", "fatigue", "quality_of_life", "sitting_hours_a_day",
    "lifting_kg", "lifts_a_day", "minutes_a_day", "body_mass_index", "pi_minus_ll",
    "drawn_percent",
})  # fmt: skip
CHOICES = {
    "sex": {"female", "male"},
    "onset": {"sudden", "gradual", "after-lifting", "after-injury"},
    "course": {"improving", "steady", "worsening", "comes-and-goes"},
    "extent": {"back-only", "above-knee", "below-knee"},
    "complaint_side": {"right", "left", "both", "central"},
    "sleep": {"good", "disturbed", "bad"},
    "work_status": {"full", "reduced", "off", "not-working"},
    "chair": {"good", "poor", "none"},
    "work_kind": {
        "desk", "standing", "driving", "light-manual", "heavy-manual", "home", "none",
    },
}  # fmt: skip
EQUIPMENT = frozenset({
    "band", "ball", "foam-roller", "step", "weights", "exercise-bike", "pool", "walking-poles",
    "heat-pack",
})  # fmt: skip

# Kinds whose conditions are read before or beside the diagnosis and so cannot ask what it found.
_BEFORE_DIAGNOSIS = frozenset({
    "findings", "red_flags", "contributors", "rules", "look_alikes", "mechanisms", "courses",
    "prognostic_factors", "prediction_models",
})  # fmt: skip


def check(knowledge: Knowledge, *, also_cited: Collection[str] = ()) -> list[Problem]:
    """Return every broken reference and contradiction between records.

    ``also_cited``: sources cited by rows that are not shown, because nobody has checked them yet.
    """
    return list(
        chain(
            _sources(knowledge, also_cited),
            _conditions(knowledge),
            check_tables(knowledge),
            _terms(knowledge),
            _questions(knowledge),
            _care(knowledge),
            _anatomy(knowledge),
        )
    )


def _sources(knowledge: Knowledge, also_cited: Collection[str]) -> Iterator[Problem]:
    used: set[str] = set(also_cited)
    for kind, identifier, record in _everything(knowledge):
        for citation in citations(record):
            used.add(citation)
            if citation not in knowledge.sources:
                yield Problem(f"{kind}/{identifier}", f"It cites the unknown source '{citation}'.")
    for source in knowledge.sources:
        if source not in used:
            yield Problem(f"sources/{source}", "No record cites it.", "Cite it or remove it.")


def citations(record: BaseModel) -> Iterator[str]:
    """Yield the sources cited anywhere inside a record."""
    for part in _parts(record):
        source = part.__dict__.get("source")  # asked of ten thousands, most without one
        if isinstance(source, str):
            yield source


def _conditions(knowledge: Knowledge) -> Iterator[Problem]:
    for kind, identifier, record in _everything(knowledge):
        may_ask_contributors = kind not in _BEFORE_DIAGNOSIS
        for problem in unknown_leaves(record, knowledge, may_ask_contributors=may_ask_contributors):
            yield Problem(f"{kind}/{identifier}", problem)


def unknown_leaves(record: BaseModel, knowledge: Knowledge, *, may_ask_contributors: bool) -> Iterator[str]:
    """Yield what the conditions inside a record ask for that does not exist."""
    for part in _parts(record):
        problem = _unknown_leaf(knowledge, part, may_ask_contributors=may_ask_contributors)
        if problem:
            yield problem


def _parts(value: object) -> Iterator[BaseModel]:
    """Yield a record and every model inside it."""
    if isinstance(value, BaseModel):
        yield value
        for inner in value.__dict__.values():
            if isinstance(inner, BaseModel | tuple):
                yield from _parts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            if isinstance(inner, BaseModel):
                yield from _parts(inner)


def _unknown_leaf(knowledge: Knowledge, leaf: object, *, may_ask_contributors: bool) -> str | None:
    match leaf:
        case FindingIs(finding=finding) if finding not in knowledge.findings:
            return f"A condition asks for the unknown finding '{finding}'."
        case FindingIs(finding=finding, at_least=low, at_most=high) if (
            low is not None or high is not None
        ) and knowledge.findings[finding].measure is None:
            return f"A condition compares '{finding}', which has no number."
        case QuantityIs(quantity=name) if name not in QUANTITIES:
            return f"A condition asks for the unknown quantity '{name}'."
        case ChoiceIs(choice=name, one_of=words) if not set(words) <= CHOICES.get(name, set()):
            return f"A condition asks whether '{name}' is one of {', '.join(words)}, which it never is."
        case RegionDrawn(drawn=regions) if not set(regions) <= REGION_NAMES:
            return f"A condition asks for unknown regions among {', '.join(regions)}."
        case ContributorIs(contributor=name) if name not in knowledge.contributors:
            return f"A condition asks for the unknown contributor '{name}'."
        case ContributorIs() if not may_ask_contributors:
            return "A condition asks for a contributor before the diagnosis is known."
    return None


def _terms(knowledge: Knowledge) -> Iterator[Problem]:
    for model in knowledge.prediction_models.values():
        for term in model.terms:
            where = f"prediction_models/{model.id}"
            if term.quantity is not None and term.quantity not in QUANTITIES:
                yield Problem(where, f"Unknown quantity '{term.quantity}'.")
            if term.finding is not None and (
                term.finding not in knowledge.findings or knowledge.findings[term.finding].measure is None
            ):
                yield Problem(where, f"'{term.finding}' is no finding with a number.")


def _questions(knowledge: Knowledge) -> Iterator[Problem]:
    asked: dict[str, str] = {}
    for question in knowledge.safety_questions.values():
        where = f"safety_questions/{question.id}"
        for option in question.options:
            for finding in (*option.present, *option.absent):
                asked_for = knowledge.findings.get(finding)
                if asked_for is None or asked_for.section not in ("safety", "medical"):
                    yield Problem(where, f"'{finding}' is neither a safety nor a medical finding.")
                if asked.setdefault(finding, question.id) != question.id:
                    yield Problem(where, f"'{finding}' is asked by {asked[finding]} too.")
    for record in knowledge.findings.values():
        if record.section == "safety" and record.derived is None and record.id not in asked:
            yield Problem(f"findings/{record.id}", "No safety question asks for it.")


def _care(knowledge: Knowledge) -> Iterator[Problem]:
    known = knowledge.records()
    for where, kind, identifiers in _references(knowledge):
        for identifier in identifiers:
            if identifier not in known[kind]:
                yield Problem(where, f"'{identifier}' is not among the {kind}.")
    for item in knowledge.items.values():
        for equipment in item.equipment:
            if equipment not in EQUIPMENT:
                yield Problem(f"items/{item.id}", f"Unknown equipment '{equipment}'.")


Reference = tuple[str, str, Iterable[str]]  # where it stands, the kind it points to, the identifiers


def _references(knowledge: Knowledge) -> Iterator[Reference]:
    for item in knowledge.items.values():
        where = f"items/{item.id}"
        yield where, "contributors", (serves.contributor for serves in item.serves)
        yield where, "precautions", (one.code for one in item.precautions)
        yield where, "interventions", item.interventions
    for technique in knowledge.techniques.values():
        yield f"techniques/{technique.id}", "precautions", (one.code for one in technique.precautions)
    for muscle in knowledge.muscles.values():
        yield f"muscles/{muscle.id}", "techniques", muscle.techniques
        yield f"muscles/{muscle.id}", "contributors", muscle.serves
    for intervention in knowledge.interventions.values():
        where = f"interventions/{intervention.id}"
        yield where, "contributors", intervention.suits
        yield where, "precautions", (one.code for one in intervention.precautions)
    for advice in knowledge.advice.values():
        yield f"advice/{advice.id}", "contributors", advice.serves
    for edge in knowledge.interplay.values():
        yield f"interplay/{edge.id}", "contributors", (edge.from_, edge.to)
    yield from _about_others(knowledge)


def _about_others(knowledge: Knowledge) -> Iterator[Reference]:
    for phrase in knowledge.phrases.values():
        yield f"phrases/{phrase.id}", "safety_questions", (phrase.question,)
        yield f"phrases/{phrase.id}", "findings", phrase.findings
    for look_alike in knowledge.look_alikes.values():
        yield f"look_alikes/{look_alike.id}", "contributors", look_alike.mimics
    for rule in knowledge.rules.values():
        if rule.contributor is not None:
            yield f"rules/{rule.id}", "contributors", (rule.contributor,)
    for contributor in knowledge.contributors.values():
        yield f"contributors/{contributor.id}", "findings", contributor.looked_at


def _anatomy(knowledge: Knowledge) -> Iterator[Problem]:
    for root in knowledge.roots.values():
        for region in (*root.key_regions, *root.adjacent_regions, *root.path):
            if region not in REGION_NAMES:
                yield Problem(f"roots/{root.id}", f"Unknown region '{region}'.")


def _everything(knowledge: Knowledge) -> Iterator[tuple[str, str, BaseModel]]:
    for kind, records in knowledge.records().items():
        for identifier, record in records.items():
            yield kind, identifier, record
    for kind, rows in knowledge.rows().items():
        for row in rows:
            yield kind, row.id, row
