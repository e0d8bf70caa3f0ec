"""An empty cohort: the columns explained as a table, or as a Parquet file to fill in."""

import csv
import io

import pyarrow as pa
import pyarrow.parquet as pq

from psoas.application.cohort.layout import Column, layout
from psoas.foundation.errors import CohortError, Problem
from psoas.knowledge.knowledge import Knowledge


def template(knowledge: Knowledge, *, kind: str) -> bytes:
    """Return an empty cohort as a file whose name ends in ``kind``.

    Raises
    ------
    CohortError
        It is neither ``.csv`` nor ``.parquet``.
    """
    columns = layout(knowledge).values()
    match kind:
        case ".csv":
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(("column", "holds", "meaning"))
            writer.writerows((column.name, column.holds, column.meaning) for column in columns)
            return text.getvalue().encode()
        case ".parquet":
            # marks one by one: a list of them stands instead
            schema = pa.schema([_field(column) for column in columns if column.kind != "marks"])
            buffer = pa.BufferOutputStream()
            pq.write_table(schema.empty_table(), buffer)
            content: bytes = buffer.getvalue().to_pybytes()
            return content
    raise CohortError("the template", [Problem("its name", "It ends in neither .csv nor .parquet.")])


def _field(column: Column) -> pa.Field:
    match column.kind:
        case "day":
            kind = pa.date32()
        case "id" | "word":
            kind = pa.string()
        case "state" | "mark":
            kind = pa.bool_()
        case "answer" if column.question is not None and column.question.select == "many":
            kind = pa.list_(pa.string())
        case "answer":
            kind = pa.string()
        case "number" if column.field is not None and column.field.is_whole:
            kind = pa.int32()
        case _:
            kind = pa.float64()
    return pa.field(column.name, kind, metadata={"holds": column.holds, "meaning": column.meaning})
