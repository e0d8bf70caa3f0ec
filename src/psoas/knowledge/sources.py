"""Where a fact was read."""

from typing import Literal

from pydantic import Field, model_validator

from psoas.knowledge.record import Record, Text


class Source(Record):
    """A paper, guideline or public data set."""

    title: Text
    authors: Text  # "Suri P, Rainville J, Kalichman L, Katz JN"; "and others" allowed
    year: int = Field(ge=1900, le=2100)
    published_in: Text  # journal, volume and pages, or publisher
    kind: Literal[
        "systematic-review", "trial", "cohort", "diagnostic-study", "guideline",
        "consensus", "survey", "laboratory", "model", "textbook", "web-page",
    ]  # fmt: skip
    doi: str | None = Field(default=None, pattern=r"^10\.\d{4,9}/\S+$")
    pmid: str | None = Field(default=None, pattern=r"^\d{1,9}$")
    url: str | None = Field(default=None, pattern=r"^https://\S+$")
    read_as: Literal["full-text", "abstract", "table", "guideline-page", "digest"]  # what was read
    note: str | None = None

    @model_validator(mode="after")
    def _findable(self) -> "Source":
        if not (self.doi or self.pmid or self.url):
            raise ValueError("a source needs a doi, a pmid or a url")
        return self
