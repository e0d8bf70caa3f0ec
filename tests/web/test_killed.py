"""A writer killed in the middle of writing leaves a whole database, with all that was committed in it."""

import json
from pathlib import Path

import pytest

from tests.web.databases import environment, new_database, run


@pytest.mark.parametrize(("kind", "times"), [("sqlite", 100), ("postgresql", 10)])
def test_a_killed_writer_leaves_nothing_half_written_and_loses_nothing(
    kind: str, times: int, tmp_path: Path
) -> None:
    with new_database(kind, tmp_path, bare=True) as url:
        made = run(
            "tests.web.writing", "killed", str(times), "1", within=environment(tmp_path, url), timeout=300
        )

    assert made.stderr == ""
    deaths = [json.loads(line) for line in made.stdout.splitlines()]
    assert len(deaths) == times
    assert [death["wrong"] for death in deaths if death["wrong"]] == []
    assert [death for death in deaths if not death["kept"]] == []
    # at most one action can be committed and die before it is told
    one_action: tuple[list[str], ...] = ([], ["person.added", "visit.started"])
    assert [
        death for death in deaths if death["further"] not in one_action and len(death["further"]) > 1
    ] == []
    assert all(death["committed"] for death in deaths)  # they were killed while writing, not before
