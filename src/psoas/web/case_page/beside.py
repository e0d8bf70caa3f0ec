"""What stands beside the contributors: look-alikes, published rules, mechanism, and what feeds what."""

from dataclasses import dataclass

from psoas.application.assess import Assessment
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.citations import Citations
from psoas.reports.clinician_beside import Beside, beside


@dataclass(frozen=True, slots=True)
class Link:
    """One contributor feeds another."""

    from_: str
    to: str
    grade: str
    words: str


@dataclass(frozen=True, slots=True)
class BesideShown:
    """The collapsed part below the contributors."""

    told: Beside
    links: tuple[Link, ...]


def beside_shown(assessment: Assessment, knowledge: Knowledge) -> BesideShown:
    """Lay out what stands beside."""
    names = knowledge.contributors
    return BesideShown(
        beside(assessment, knowledge, Citations(knowledge.sources)),
        tuple(
            Link(
                names[one.from_].short,
                names[one.to].short,
                one.grade.replace("-", " "),
                one.because[-1],
            )
            for one in assessment.diagnosis.interplay
        ),
    )
