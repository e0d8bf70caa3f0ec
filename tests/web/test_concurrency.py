"""Several people writing to one visit at once: nothing is lost, and nobody waits forever."""

import json
from pathlib import Path

import pytest

from tests.web.databases import KINDS, environment, new_database, run

WRITERS, TURNS = 4, 10


@pytest.mark.parametrize("kind", KINDS)
def test_four_writers_on_one_visit_lose_nothing(kind: str, tmp_path: Path) -> None:
    with new_database(kind, tmp_path, bare=True) as url:
        made = run(
            "tests.web.writing", "racing", str(WRITERS), "1", within=environment(tmp_path, url), timeout=300
        )

    assert made.stderr == ""
    outcome = json.loads(made.stdout)
    assert outcome["codes"] == [0] * WRITERS
    assert outcome["observations"] == [
        "antalgic-gait:right", "bragard:left", "bragard:right", "slr:left", "slr:right",
    ]  # fmt: skip
    assert outcome["told"] == {
        "complaint": {"duration_weeks": 8, "in_the_patients_words": "It pulls."},
        "function": {"walking_minutes": 15},
        "work": {"kind": "desk"},
    }
    assert outcome["answers"] == WRITERS * TURNS
    # of the same finding the last one stands, and all are in the audit log
    assert outcome["gait_told"] == WRITERS * TURNS
    assert outcome["gait_stored"] == outcome["gait_last"]
    # what lists show follows from the last answer, whoever gave it
    assert outcome["disposition"] == ("emergency" if outcome["last_ticked"] == ["leak-pee"] else "incomplete")
    assert outcome["numbers"] == list(range(1, len(outcome["numbers"]) + 1))
    assert outcome["wrong"] == []
