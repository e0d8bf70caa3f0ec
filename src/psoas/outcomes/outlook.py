"""How such pain usually goes on, and what makes a slower or quicker course likely in this patient.

Prognosis stands apart from cause: nothing here moves a diagnosis.
"""

from dataclasses import dataclass

from psoas.foundation.logit_normal import expit
from psoas.knowledge.conditions import fits
from psoas.knowledge.course import Course, PredictionModel, PrognosticFactor
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts
from psoas.patient.rule_reading import RuleReading, read_rule


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a published model gives for this patient, beside the share where it was validated.

    ``least`` and ``most`` are the ends over what is not known yet; they are no confidence interval: the
    models were published without one for a single person.
    """

    model: PredictionModel
    least: float
    most: float
    not_known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The usual course of people like this patient, and what goes with a slower or a quicker one."""

    course: Course | None
    slower: tuple[PrognosticFactor, ...]
    quicker: tuple[PrognosticFactor, ...]
    entered: tuple[RuleReading, ...]  # questionnaires scored elsewhere, such as STarT Back
    predictions: tuple[Prediction, ...]


def outlook(facts: CaseFacts, knowledge: Knowledge) -> Outlook:
    """Work out the expected course.

    Knowledge: ``courses/*``, ``prognostic_factors/*``, ``prediction_models/*``, ``rules/*``
    """
    courses = sorted(knowledge.courses.values(), key=lambda one: one.order)
    holding = [one for one in knowledge.prognostic_factors.values() if one.when.truth(facts) is True]
    entered = (
        read_rule(rule, facts)
        for rule in knowledge.rules.values()
        if rule.contributor is None and rule.family is None
    )
    return Outlook(
        course=next((one for one in courses if fits(one.when, facts)), None),
        slower=tuple(one for one in holding if one.direction == "slower"),
        quicker=tuple(one for one in holding if one.direction == "quicker"),
        entered=tuple(one for one in entered if one is not None),
        predictions=tuple(
            prediction
            for model in knowledge.prediction_models.values()
            if fits(model.applies, facts) and (prediction := predict(model, facts)) is not None
        ),
    )


def predict(model: PredictionModel, facts: CaseFacts) -> Prediction | None:
    """Apply a published logistic model; nothing while a number it needs is not known.

    A yes-or-no term that nobody has looked at widens the result to both of its ends.
    """
    least = most = model.intercept
    not_known: list[str] = []
    for term in model.terms:
        if term.when is not None:
            truth = term.when.truth(facts)
            ends = (0.0, term.coefficient) if truth is None else (term.coefficient * truth,) * 2
            not_known += [term.text] if truth is None else []
        else:
            value = facts.value(term.finding) if term.finding else facts.quantity(term.quantity or "")
            if value is None:
                return None
            ends = (term.coefficient * value,) * 2
        least, most = least + min(ends), most + max(ends)
    return Prediction(model, expit(least), expit(most), tuple(not_known))
