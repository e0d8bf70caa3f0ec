"""The massage session for the therapist: which muscles, by which technique, how long, how firmly."""

from collections.abc import Mapping
from dataclasses import dataclass

from psoas.care.precautions import Applying, Precautions
from psoas.knowledge.anatomy import Muscle
from psoas.knowledge.care import SessionTemplate, Technique
from psoas.knowledge.conditions import fits
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts


@dataclass(frozen=True, slots=True)
class MuscleWork:
    """One muscle in the session."""

    muscle: str
    technique: str
    side: str
    minutes: float
    pressure: tuple[int, int]  # 0 to 10, as the patient rates it
    position: str
    landmarks: str
    serves: tuple[str, ...]
    adjustments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MassageSession:
    """What the therapist does, and what to avoid."""

    template: str
    minutes: float
    visits: str
    stop_rule: str
    note: str | None
    work: tuple[MuscleWork, ...]
    avoid: tuple[str, ...]
    ask_first: tuple[str, ...]
    evidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoMassage:
    """Why there is no massage in this plan."""

    reasons: tuple[str, ...]


def massage_session(
    facts: CaseFacts,
    knowledge: Knowledge,
    *,
    strengths: Mapping[str, float],
    found: Precautions,
) -> MassageSession | NoMassage:
    """Lay out the session for the muscles that serve this patient's contributors.

    Knowledge: ``techniques/*``, ``muscles/*``, ``massage_sessions/*``, ``precautions/*``
    """
    if stopping := reasons_against(found):
        return NoMassage(stopping)
    allowed = {
        identifier: technique
        for identifier, technique in knowledge.techniques.items()
        if not found.excluding(technique.precautions)
    }
    template = template_for(facts, knowledge)
    work = _work(facts, knowledge, strengths, found, allowed, template)
    if not work:
        return NoMassage(("No muscle was found that massage would serve.",))
    return session_of(work, template, knowledge, found)


def reasons_against(found: Precautions) -> tuple[str, ...]:
    """Return why there must be no massage at all now; nothing when there may be."""
    return tuple(_said(one) for one in found.applying.values() if one.precaution.stops_massage)


def session_of(
    work: tuple[MuscleWork, ...], template: SessionTemplate, knowledge: Knowledge, found: Precautions
) -> MassageSession:
    """Put a session around the work on single muscles: its frame, what to avoid, what to ask first.

    Knowledge: ``techniques/*``, ``interventions/massage``
    """
    listed = [one for technique in knowledge.techniques.values() for one in technique.precautions]
    relevant = {one.code for one in listed}
    avoid = tuple(_said(found.applying[code]) for code in sorted(relevant & set(found.applying)))
    used = [one for row in work for one in knowledge.techniques[row.technique].precautions]
    ask = found.to_ask(used)
    evidence = knowledge.interventions["massage"]
    return MassageSession(
        template=template.id,
        minutes=template.minutes,
        visits=template.visits,
        stop_rule=template.stop_rule,
        note=template.note,
        work=work,
        avoid=avoid,
        ask_first=ask,
        evidence=evidence.grade,
        sources=tuple(dict.fromkeys(c.source for effect in evidence.effects for c in effect.cite)),
    )


def _said(one: Applying) -> str:
    because = f" ({'; '.join(one.because)})" if one.because else ""
    return f"{one.precaution.rule}{because}"


def template_for(facts: CaseFacts, knowledge: Knowledge) -> SessionTemplate:
    """Return the frame of a course of massage that fits this patient.

    Knowledge: ``massage_sessions/*``
    """
    ordered = sorted(knowledge.massage_sessions.values(), key=lambda one: one.order)
    fitting = (one for one in ordered if fits(one.when, facts))
    return next(fitting, ordered[-1])


def _work(
    facts: CaseFacts,
    knowledge: Knowledge,
    strengths: Mapping[str, float],
    found: Precautions,
    allowed: Mapping[str, Technique],
    template: SessionTemplate,
) -> tuple[MuscleWork, ...]:
    weighed = []
    for muscle in knowledge.muscles.values():
        served = served_by(muscle, knowledge, strengths)
        technique = next((name for name in muscle.techniques if name in allowed), None)
        if served and technique:
            weighed.append((sum(strengths[name] for name in served), muscle, technique, served))
    weighed.sort(key=lambda one: (-one[0], one[1].id))
    most = int(knowledge.parameter("massage-muscles"))
    chosen = weighed[:most]
    # Opening and closing strokes take their share; the rest is divided by how much each muscle serves.
    working_minutes = template.minutes * (1 - knowledge.parameter("massage-opening-share"))
    most_minutes = knowledge.parameter("massage-most-minutes")
    total = sum(weight for weight, *_ in chosen)
    side = facts.case.complaint.side or "both"
    return tuple(
        work_on(
            muscle,
            allowed[technique],
            side="both" if side == "central" else side,
            minutes=min(round(working_minutes * weight / total), most_minutes) or 1.0,
            pressure_cap=template.pressure_cap,
            serves=served,
            found=found,
        )
        for weight, muscle, technique, served in chosen
    )


def work_on(  # noqa: PLR0913 -- what one row of the session says
    muscle: Muscle,
    technique: Technique,
    *,
    side: str,
    minutes: float,
    pressure_cap: int,
    serves: tuple[str, ...],
    found: Precautions,
) -> MuscleWork:
    """Describe the work on one muscle, no firmer than the cap."""
    return MuscleWork(
        muscle=muscle.id,
        technique=technique.id,
        side=side,
        minutes=minutes,
        pressure=(min(technique.pressure_low, pressure_cap), min(technique.pressure_high, pressure_cap)),
        position=muscle.position,
        landmarks=muscle.landmarks,
        serves=serves,
        adjustments=found.modifying(technique.precautions),
    )


def served_by(muscle: Muscle, knowledge: Knowledge, strengths: Mapping[str, float]) -> tuple[str, ...]:
    """Return the contributors of this patient that work on a muscle serves, what counts most first."""
    least = knowledge.parameter("strength-mild")
    counting = (name for name in muscle.serves if strengths.get(name, 0.0) >= least)
    return tuple(sorted(counting, key=lambda name: -strengths[name]))
