"""The catalog and the references of the knowledge a clinic works with, worked out once."""

from dataclasses import dataclass
from functools import lru_cache

from psoas.knowledge.catalog import Catalog, catalog
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.references import References, references
from psoas.web.clinic_knowledge import worked_with
from psoas.web.models import Clinic


@dataclass(frozen=True)
class Index:
    """What knowledge pages look things up in."""

    knowledge: Knowledge
    catalog: Catalog
    references: References

    @property
    def counts(self) -> dict[str, int]:
        """How many records or rows there are of each kind."""
        every = (*self.knowledge.records().items(), *self.knowledge.rows().items())
        return {kind: len(records) for kind, records in every}


def index_of(clinic: Clinic) -> Index:
    """Return the index of what a clinic works with; it never holds another clinic's own."""
    return _index(clinic.own_priors, clinic.own_items)


@lru_cache(maxsize=4)
def _index(priors: str, items: str) -> Index:
    knowledge = worked_with(priors, items).knowledge
    return Index(knowledge, catalog(knowledge), references(knowledge))
