"""Everything Psoas knows, loaded and checked, as one immutable value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from psoas.foundation.errors import UnknownIdentifierError
from psoas.knowledge.anatomy import Muscle, Root
from psoas.knowledge.body import BreadthRow, JointRangeRow, SegmentRow
from psoas.knowledge.care import (
    Advice,
    Intervention,
    Item,
    Precaution,
    SessionTemplate,
    Technique,
)
from psoas.knowledge.conditions import FindingIs, leaves
from psoas.knowledge.contributors import (
    AccuracyRow,
    Contributor,
    DependenceGroup,
    Interplay,
    LevelRow,
    NormRow,
    Parameter,
    RedFlagRow,
)
from psoas.knowledge.course import Course, PredictionModel, PrognosticFactor
from psoas.knowledge.findings import Finding, SafetyQuestion
from psoas.knowledge.patterns import LookAlike, Mechanism
from psoas.knowledge.phrases import Phrase, words_of
from psoas.knowledge.record import Model
from psoas.knowledge.red_flags import RedFlag
from psoas.knowledge.review import ReviewRule
from psoas.knowledge.rules import PublishedRule
from psoas.knowledge.sources import Source

Row = AccuracyRow | RedFlagRow | LevelRow | NormRow | SegmentRow | BreadthRow | JointRangeRow


@dataclass(frozen=True)
class Knowledge:
    """The records by kind and identifier. Rows with status ``unchecked`` are not among them."""

    version: str
    fingerprint: str
    sources: Mapping[str, Source]
    findings: Mapping[str, Finding]
    safety_questions: Mapping[str, SafetyQuestion]
    phrases: Mapping[str, Phrase]
    red_flags: Mapping[str, RedFlag]
    contributors: Mapping[str, Contributor]
    dependence_groups: Mapping[str, DependenceGroup]
    roots: Mapping[str, Root]
    muscles: Mapping[str, Muscle]
    interplay: Mapping[str, Interplay]
    parameters: Mapping[str, Parameter]
    precautions: Mapping[str, Precaution]
    items: Mapping[str, Item]
    techniques: Mapping[str, Technique]
    massage_sessions: Mapping[str, SessionTemplate]
    advice: Mapping[str, Advice]
    interventions: Mapping[str, Intervention]
    review_rules: Mapping[str, ReviewRule]
    rules: Mapping[str, PublishedRule]
    look_alikes: Mapping[str, LookAlike]
    mechanisms: Mapping[str, Mechanism]
    courses: Mapping[str, Course]
    prognostic_factors: Mapping[str, PrognosticFactor]
    prediction_models: Mapping[str, PredictionModel]
    accuracy: tuple[AccuracyRow, ...]
    red_flag_accuracy: tuple[RedFlagRow, ...]
    root_levels: tuple[LevelRow, ...]
    norms: tuple[NormRow, ...]
    body_segments: tuple[SegmentRow, ...]
    body_breadths: tuple[BreadthRow, ...]
    joint_ranges: tuple[JointRangeRow, ...]
    unchecked: int  # how many rows stand in the files and reach nobody
    local_fingerprint: str | None = None  # of the knowledge together with what a clinic put on top
    local_priors: str | None = None  # that clinic's file of priors
    local_items: str | None = None  # and its file of exercises

    def parameter(self, identifier: str, *, before: float | None = None) -> float:
        """Return the value of a parameter record.

        Parameters
        ----------
        identifier : str
            Its name.
        before : float, optional
            What stands for it in knowledge from before the record existed: the value that changes nothing.

        Raises
        ------
        UnknownIdentifierError
            There is no such record.
        """
        if identifier in self.parameters:
            return self.parameters[identifier].value
        if before is not None:
            return before
        raise UnknownIdentifierError(f"no parameter {identifier!r}")

    @cached_property
    def scoring_rows(self) -> Mapping[str, tuple[AccuracyRow, ...]]:
        """The accuracy rows that drive each contributor."""
        return {
            contributor: tuple(
                row for row in self.accuracy if row.contributor == contributor and row.role == "score"
            )
            for contributor in self.contributors
        }

    @cached_property
    def contributors_moved_by(self) -> Mapping[str, tuple[str, ...]]:
        """The contributors whose ledger each finding can move, directly or as part of a derived finding."""
        moved: dict[str, dict[str, None]] = {}
        for contributor, rows in self.scoring_rows.items():
            for row in rows:
                for finding in self.parts_of(row.finding):
                    moved.setdefault(finding, {})[contributor] = None
        return {finding: tuple(contributors) for finding, contributors in moved.items()}

    def parts_of(self, finding: str) -> frozenset[str]:
        """Return a finding with every finding it is put together from."""
        return self._parts[finding]

    @cached_property
    def _parts(self) -> Mapping[str, frozenset[str]]:
        return {finding: frozenset(self._put_together(finding)) for finding in self.findings}

    def _put_together(self, finding: str) -> Iterator[str]:
        yield finding
        derived = self.findings[finding].derived
        for leaf in leaves(derived) if derived is not None else ():
            if isinstance(leaf, FindingIs):
                yield from self._put_together(leaf.finding)

    @cached_property
    def question_asking(self) -> Mapping[str, str]:
        """The safety question that asks for each safety finding."""
        return {
            finding: question.id
            for question in self.safety_questions.values()
            for option in question.options
            for finding in (*option.present, *option.absent)
        }

    @cached_property
    def phrase_words(self) -> tuple[str, ...]:
        """The words of all phrases, which a typing error in a patient's text may be meant for."""
        return tuple(
            sorted({word for one in self.phrases.values() for text in one.phrases for word in words_of(text)})
        )

    def find(self, identifier: str) -> tuple[tuple[str, Model], ...]:
        """Return every record or row that carries an identifier, with its kind.

        Raises
        ------
        UnknownIdentifierError
            None has it.
        """
        found: list[tuple[str, Model]] = [
            (kind, records[identifier]) for kind, records in self.records().items() if identifier in records
        ]
        found += [(kind, row) for kind, rows in self.rows().items() for row in rows if row.id == identifier]
        if not found:
            raise UnknownIdentifierError(f"no knowledge record {identifier!r}")
        return tuple(found)

    def records(self) -> Mapping[str, Mapping[str, Model]]:
        """Return all one-file records, by kind."""
        return {
            "sources": self.sources,
            "findings": self.findings,
            "safety_questions": self.safety_questions,
            "phrases": self.phrases,
            "red_flags": self.red_flags,
            "contributors": self.contributors,
            "dependence_groups": self.dependence_groups,
            "roots": self.roots,
            "muscles": self.muscles,
            "interplay": self.interplay,
            "parameters": self.parameters,
            "precautions": self.precautions,
            "items": self.items,
            "techniques": self.techniques,
            "massage_sessions": self.massage_sessions,
            "advice": self.advice,
            "interventions": self.interventions,
            "review_rules": self.review_rules,
            "rules": self.rules,
            "look_alikes": self.look_alikes,
            "mechanisms": self.mechanisms,
            "courses": self.courses,
            "prognostic_factors": self.prognostic_factors,
            "prediction_models": self.prediction_models,
        }

    def rows(self) -> Mapping[str, Sequence[Row]]:
        """Return all table rows, by table."""
        return {
            "accuracy": self.accuracy,
            "red_flag_accuracy": self.red_flag_accuracy,
            "root_levels": self.root_levels,
            "norms": self.norms,
            "body_segments": self.body_segments,
            "body_breadths": self.body_breadths,
            "joint_ranges": self.joint_ranges,
        }
