"""What all knowledge records share: strictness, identifiers, citations and status."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, Field(min_length=1)]

Status = Literal["read", "secondary", "judgement", "unchecked"]
"""``read``: seen in the source; ``secondary``: seen in a page that quotes it; ``judgement``: ours, with
its reason, and shown as such; ``unchecked``: may stand in a file and reaches nobody."""

Certainty = Literal["high", "moderate", "low", "very-low", "expert"]
"""The words of GRADE, and ``expert`` for practice that no trial has tested."""


class Model(BaseModel):
    """Strict, closed and immutable."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, populate_by_name=True)


class Citation(Model):
    """A source and the place in it."""

    source: Identifier
    locator: Text


class Record(Model):
    """A knowledge record: its identifier is its file name."""

    id: Identifier


class Cited(Model):
    """Something that rests on sources, or on a stated judgement."""

    cite: tuple[Citation, ...] = ()
    status: Status
    rationale: str | None = None

    @model_validator(mode="after")
    def _grounded(self) -> "Cited":
        if self.status in ("read", "secondary") and not self.cite:
            raise ValueError(f"status {self.status} needs at least one citation")
        if self.status == "judgement" and not self.rationale:
            raise ValueError("status judgement needs a rationale")
        return self
