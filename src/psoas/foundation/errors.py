"""Every error Psoas raises on purpose, under one base; shells turn each into an exit or status code."""

from collections.abc import Sequence
from dataclasses import dataclass


class PsoasError(Exception):
    """Shown to the user as it is, without a traceback."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in an input: where, what, and what would be right."""

    where: str  # "line 14" or a path such as "examination.slr.right"
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f" {self.remedy}" if self.remedy else "")


class ProblemsError(PsoasError):
    """An input with one or more problems, all of them listed."""

    def __init__(self, subject: str, problems: Sequence[Problem]) -> None:
        self.subject = subject
        self.problems = tuple(problems)
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"{subject}: {count}\n{lines}")


class CaseError(ProblemsError):
    """A case file that cannot be read as a case."""


class CohortError(ProblemsError):
    """A file that cannot be read as a cohort."""


class KnowledgeError(ProblemsError):
    """Knowledge files that break the schema or contradict one another."""


class ClinicError(ProblemsError):
    """A clinic file that cannot be read."""


class ImplausibleInputError(PsoasError):
    """A number outside the range in which it can mean anything."""


class UnknownIdentifierError(PsoasError):
    """A name that no knowledge record carries."""
