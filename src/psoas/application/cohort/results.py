"""The results of a cohort as a table: what the safety rules say, and each contributor's probability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from psoas.application.cohort.block import Block
from psoas.diagnosis.posteriors import LedgerPlan, ledger_plans, posterior
from psoas.foundation.version import __version__
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.column_facts import ColumnFacts
from psoas.screening.column_screening import DISPOSITIONS, STRONGEST, ScreeningColumns, screen_columns

_WORD = pa.dictionary(pa.int8(), pa.string())


@dataclass(frozen=True, eq=False)
class Assessor:
    """Works out the results of rows; the plans of the ledgers are made once."""

    knowledge: Knowledge
    plans: tuple[LedgerPlan, ...]
    schema: pa.Schema

    @classmethod
    def of(cls, knowledge: Knowledge) -> "Assessor":
        """Prepare what is the same for every patient."""
        plans = ledger_plans(knowledge)
        return cls(knowledge, plans, _schema(plans, knowledge))

    def results(self, block: Block) -> pa.Table:
        """Return a row of results for each row that is kept."""
        columns = {
            "row": pa.array(block.rows),
            "id": block.ids,
            **_screened(screen_columns(block.facts, self.knowledge)),
            **self._probabilities(block.facts),
        }
        table = pa.table(columns, schema=self.schema)
        return table if block.is_kept.all() else table.filter(pa.array(block.is_kept))

    def _probabilities(self, facts: ColumnFacts) -> Mapping[str, pa.Array]:
        columns = {}
        for plan in self.plans:
            found = posterior(plan, facts)
            for name, values in zip(_names(plan), (found.probability, found.low, found.high), strict=True):
                columns[name] = pa.array(values)
        return columns


def _names(plan: LedgerPlan) -> tuple[str, str, str]:
    name = plan.contributor.id
    return f"{name}.probability", f"{name}.low", f"{name}.high"


def _schema(plans: Sequence[LedgerPlan], knowledge: Knowledge) -> pa.Schema:
    fields = [
        ("row", pa.int64()),
        ("id", pa.string()),
        ("disposition", _WORD),
        ("strongest_red_flag", _WORD),
        ("red_flags", pa.list_(pa.string())),
        *((name, pa.float64()) for plan in plans for name in _names(plan)),
    ]
    return pa.schema(
        fields,
        metadata={
            "psoas_version": __version__,
            "knowledge_version": knowledge.version,
            "knowledge_fingerprint": knowledge.local_fingerprint or knowledge.fingerprint,
        },
    )


def _screened(screening: ScreeningColumns) -> Mapping[str, pa.Array]:
    fired, rules = np.nonzero(np.stack(screening.speaks, axis=1))
    counts = np.bincount(fired, minlength=len(screening.disposition))
    names = pa.array([rule.id for rule in screening.rules])
    return {
        "disposition": pa.DictionaryArray.from_arrays(screening.disposition, list(DISPOSITIONS)),
        "strongest_red_flag": pa.DictionaryArray.from_arrays(screening.strongest, list(STRONGEST)),
        "red_flags": pa.ListArray.from_arrays(
            pa.array(np.concatenate([[0], np.cumsum(counts)]), pa.int32()), names.take(pa.array(rules))
        ),
    }
