"""Laws of a cohort: neither order, nor pieces, nor what is left out, nor a stop on the way changes a result."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from benchmarks.cohorts import write_cohort
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from psoas import Knowledge
from psoas.application.cohort.run import run_cohort

COUNT = 300
few = settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def source(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cohort in uneven row groups, in which every seventh row is set aside."""
    path = tmp_path_factory.mktemp("cohort") / "cases.parquet"
    write_cohort(path, knowledge, count=COUNT, seed=3)
    table = pq.read_table(path)
    years = table["birth_year"].to_pylist()
    years[::7] = [1850] * len(years[::7])
    place = table.schema.get_field_index("birth_year")
    table = table.set_column(place, "birth_year", pa.array(years, pa.int32()))
    pq.write_table(table, path, row_group_size=70)
    return path


@pytest.fixture(scope="module")
def whole(source: Path, knowledge: Knowledge) -> pa.Table:
    """The results of a run in one piece."""
    return results(source, knowledge)


def results(source: Path, knowledge: Knowledge, *, chunk: int = COUNT) -> pa.Table:
    output = source.with_name("results.parquet")
    run_cohort(source, output, knowledge, chunk=chunk)
    return pq.read_table(output)


@few
@given(chunk=st.integers(1, COUNT))
def test_the_size_of_the_pieces_does_not_matter(
    source: Path, whole: pa.Table, knowledge: Knowledge, chunk: int
) -> None:
    assert results(source, knowledge, chunk=max(chunk, 20)).equals(whole)


@few
@given(seed=st.integers(0, 1000))
def test_the_order_of_the_rows_does_not_matter(
    source: Path, whole: pa.Table, knowledge: Knowledge, tmp_path: Path, seed: int
) -> None:
    order = np.random.default_rng(seed).permutation(COUNT)
    shuffled = tmp_path / "shuffled.parquet"
    pq.write_table(pq.read_table(source).take(pa.array(order)), shuffled)
    found = results(shuffled, knowledge, chunk=100)
    by_row = found.set_column(0, "row", pa.array(order[np.array(found["row"]) - 1] + 1)).sort_by("row")

    assert by_row.to_pylist() == whole.to_pylist()


@few
@given(data=st.data())
def test_a_column_left_out_is_a_column_nobody_filled_in(
    source: Path, knowledge: Knowledge, tmp_path: Path, data: st.DataObject
) -> None:
    table = pq.read_table(source)
    names = [name for name in table.column_names if name not in ("id", "recorded_on")]
    gone = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=40, unique=True))
    empty = table
    for name in gone:
        nulls = pa.nulls(COUNT, table.schema.field(name).type)
        empty = empty.set_column(empty.schema.get_field_index(name), name, nulls)
    tables = []
    for name, one in (("without", table.drop_columns(gone)), ("empty", empty)):
        pq.write_table(one, tmp_path / f"{name}.parquet")
        tables.append(results(tmp_path / f"{name}.parquet", knowledge))

    assert tables[0].equals(tables[1])


@few
@given(stop=st.integers(0, COUNT), chunks=st.tuples(st.integers(20, 120), st.integers(20, 120)))
def test_a_run_that_was_stopped_goes_on_where_it_was(
    source: Path, whole: pa.Table, knowledge: Knowledge, stop: int, chunks: tuple[int, int]
) -> None:
    output = source.with_name("stopped.parquet")
    output.unlink(missing_ok=True)
    with pytest.raises(KeyboardInterrupt):
        run_cohort(source, output, knowledge, chunk=chunks[0], told=stopping(after=stop))
    assert not output.exists()

    seen: list[int] = []
    tally = run_cohort(source, output, knowledge, chunk=chunks[1], told=lambda done, _: seen.append(done))

    assert tally.resumed >= min(stop, COUNT)
    assert seen == sorted(seen)
    assert pq.read_table(output).equals(whole)
    assert tally.set_aside == COUNT - whole.num_rows == len(range(0, COUNT, 7))
    assert not output.with_name("stopped.parquet.part").exists()


def stopping(*, after: int) -> Callable[[int, int], None]:
    def told(done: int, _: int) -> None:
        if done >= after:
            raise KeyboardInterrupt

    return told


def test_probabilities_lie_inside_their_interval(whole: pa.Table) -> None:
    names = [name.removesuffix(".low") for name in whole.column_names if name.endswith(".low")]

    assert len(names) > 10
    for name in names:
        low, middle, high = (whole[f"{name}.{part}"] for part in ("low", "probability", "high"))
        assert pc.all(pc.and_(pc.less(low, middle), pc.less(middle, high))).as_py()
        assert pc.min(low).as_py() > 0
        assert pc.max(high).as_py() < 1
