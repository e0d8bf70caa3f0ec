"""psoas figure as a user runs it: what it prints, writes and returns."""

import gc
import io
import os
import re
import struct
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.cases import ROOT

from psoas import Knowledge
from psoas.cli.main import main
from psoas.illustration.figure.sheet import contact_sheet, entries_of
from psoas.knowledge.figure_files import FIGURES, shipped_figure

SVG = "{http://www.w3.org/2000/svg}"
SHORTS, FAR_SHORTS = "#254A61", "#7F9CB0"


@dataclass(frozen=True)
class Run:
    """What came of a command."""

    code: int
    out: str
    err: str


def psoas(*arguments: str) -> Run:
    """Run a command inside this process: each start of another would cost a second."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("NO_COLOR", "1")
        patch.setenv("COLUMNS", "160")
        patch.setattr(sys, "argv", ["psoas", "figure", *arguments])
        try:
            with pytest.raises(SystemExit) as ended:
                main()
        finally:
            gc.enable()  # a command switches it off, because it soon ends
    return Run(int(ended.value.code or 0), out.getvalue(), err.getvalue())


@cache
def printed(*arguments: str) -> str:
    """The picture that a command prints."""
    run = psoas(*arguments)
    assert (run.code, run.err) == (0, "")
    return run.out


def view_of(svg: str) -> tuple[float, ...]:
    return tuple(float(one) for one in ET.fromstring(svg).attrib["viewBox"].split())


def breadth(svg: str, fill: str) -> float:
    """How broad what is painted in a colour is, by the corners of its outlines."""
    places = []
    for path in ET.fromstring(svg).iter(f"{SVG}path"):
        for start, steps in re.findall(r"M(-?\d+) -?\d+l([-\d ]+)z", path.attrib["d"]):
            if path.attrib["fill"] != fill:
                continue
            x = int(start)
            places.append(x)
            for step in re.findall(r"-?\d+", steps)[::2]:
                x += int(step)
                places.append(x)
    return max(places) - min(places)


def test_from_a_shell(tmp_path: Path) -> None:
    """What starts the program is here and in the next test; the others stay in this process."""
    drawn, unknown = (
        subprocess.run(
            [sys.executable, "-m", "psoas", "figure", name, "-o", str(tmp_path / f"{name}.svg")],
            cwd=ROOT,
            env={**os.environ, "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        for name in ("standing-at-ease", "standing-at-eas")
    )

    assert (drawn.returncode, drawn.stdout) == (0, "")
    assert "Written:" in drawn.stderr
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "'standing-at-ease'" in unknown.stderr
    assert "Traceback" not in unknown.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["standing-at-ease.svg"]


def test_a_figure_is_drawn_the_same_whatever_the_order_of_sets() -> None:
    """It has parts at one depth, and Python gives sets another order with each seed."""
    one, two = (
        subprocess.run(
            [
                sys.executable,
                "-m",
                "psoas",
                "figure",
                "tall-sitting-reset",
                "--variant=easier",
                "--shape=strip",
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    )
    assert one.startswith("<svg")
    assert one == two


def test_without_an_id_it_lists_what_there_is(knowledge: Knowledge) -> None:
    run = psoas()
    lines = {line.split()[0]: line for line in run.out.splitlines() if line.strip()}

    assert (run.code, run.err) == (0, "")
    assert {path.stem for path in FIGURES.glob("*.yaml")} <= set(lines)
    assert knowledge.items["sit-to-stand"].name in lines["sit-to-stand"]
    assert lines["sit-to-stand"].split()[-2:] == ["4", "side"]
    assert "Sitting at a desk" in lines["sitting-at-desk"]


def test_an_id_prints_a_picture_and_nothing_else(knowledge: Knowledge) -> None:
    svg = printed("curl-up")

    assert ET.fromstring(svg).findtext(f"{SVG}title") == knowledge.items["curl-up"].name
    assert "#F59E0B" in svg  # what the exercise is for is tinted


def test_it_can_be_seen_from_elsewhere() -> None:
    side, front = printed("curl-up"), printed("curl-up", "--view", "front")

    assert FAR_SHORTS in side
    assert FAR_SHORTS not in front
    assert view_of(front)[2] < view_of(side)[2]


def test_an_easier_or_harder_way_is_drawn() -> None:
    """The harder plank is one straight slope: it is held, and no pale start lies under it."""
    main_way, harder = printed("plank-at-counter"), printed("plank-at-counter", "--variant", "harder")

    assert "#EEF2F5" in main_way
    assert "#EEF2F5" not in harder


def test_the_side_that_works_can_be_chosen() -> None:
    """It is drawn with the right leg working; with the left one the picture is turned over."""
    right, left = (printed("hamstring-stretch-lying", "--side", side) for side in ("right", "left"))
    x, y, wide, high = view_of(right)

    assert "scale(-1,1)" not in right
    assert "scale(-1,1)" in left
    assert view_of(left) == (-x - wide, y, wide, high)


def test_shapes() -> None:
    """The card shows both poses in one place; side by side they are about twice as broad."""
    card, pair, single = (
        printed("curl-up"),
        *(printed("curl-up", "--shape", one) for one in ("pair", "single")),
    )

    assert view_of(single)[2] * 1.6 < view_of(pair)[2]
    assert view_of(card)[2] < view_of(pair)[2] * 0.7


def test_women_have_broader_hips() -> None:
    """For the same stature by 0.2173 / 0.1969 = 1.10 (ANSUR II); sleeves hide nothing of the shorts' legs."""
    female, male = (
        breadth(printed("carrying-two-bags", *options), SHORTS)
        for options in (("--sex", "female"), ("--sex", "male"))
    )

    assert 1.03 < female / male < 1.12


def test_animated(tmp_path: Path) -> None:
    run = psoas("hip-hinge-with-stick", "--animate", "-o", str(tmp_path / "moving.svg"))
    svg = (tmp_path / "moving.svg").read_text(encoding="utf-8")

    assert (run.code, run.out) == (0, "")
    assert 'begin="play.click"' in svg
    assert list(ET.fromstring(svg).iter(f"{SVG}animate"))


def test_a_file_is_what_would_be_printed(tmp_path: Path) -> None:
    path = tmp_path / "new" / "curl-up.svg"
    run = psoas("curl-up", "--output", str(path))

    assert (run.code, run.out) == (0, "")
    assert str(path) in run.err
    assert path.read_text(encoding="utf-8") == printed("curl-up").rstrip("\n")


def test_a_png_has_its_longer_side_1200_pixels_long(tmp_path: Path) -> None:
    path = tmp_path / "curl-up.png"
    run = psoas("curl-up", "-o", str(path))
    content = path.read_bytes()
    wide, high = struct.unpack(">II", content[16:24])
    _, _, broad, tall = view_of(printed("curl-up"))

    assert run.code == 0
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert max(wide, high) == 1200
    assert wide / high == pytest.approx(broad / tall, rel=0.01)


def test_a_figure_is_checked() -> None:
    run = psoas("sit-to-stand", "--check")

    assert (run.code, run.err) == (0, "")
    assert run.out.strip() == "No problem found in 1 figure."


def test_a_sheet_shows_each_way_under_its_name(knowledge: Knowledge) -> None:
    """Of two figures only: all of them take half a minute."""
    figures = [shipped_figure("curl-up"), shipped_figure("sitting-at-desk")]
    sheet = ET.fromstring(contact_sheet(entries_of(figures, knowledge), title="Two"))
    name = knowledge.items["curl-up"].name
    words = [one.text for one in sheet.iter(f"{SVG}text")]

    assert words == [name, f"{name}, easier", f"{name}, harder", "Sitting at a desk"]
    assert len(list(sheet.iter(f"{SVG}svg"))) == 1 + 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("bridge-two-leg", "--check"), "Did you mean 'bridge-two-legs'"),
        (("curl-up", "--view", "below"), "side, front, back, corner, behind, raised, above"),
        (("curl-up", "--variant", "hardest"), "'hardest' is no variant; it can be main, easier, harder."),
        (("sitting-at-desk", "--variant", "harder"), "sitting-at-desk has no harder variant"),
        (("curl-up", "--shape", "round"), "'round' is no shape; it can be card, pair, strip"),
        (("curl-up", "--side", "both"), "'both' is no side; it can be right, left."),
        (("curl-up", "--sex", "other"), "'other' is no sex; it can be female, male."),
        (("sitting-at-desk", "--animate"), "a posture that is held: nothing moves"),
    ],
)
def test_bad_input_is_code_2_says_what_would_be_right_and_writes_nothing(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    run = psoas(*arguments, "--output", str(tmp_path / "picture.svg"))

    assert (run.code, run.out) == (2, "")
    assert said in " ".join(run.err.split())
    assert "Traceback" not in run.err
    assert list(tmp_path.iterdir()) == []


def test_where_no_name_is_near_it_says_what_lists_them() -> None:
    run = psoas("xyzzy")

    assert run.code == 2
    assert "'psoas figure' lists" in run.err
    assert "findings" not in run.err


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    run = psoas("curl-up", "--output", str(tmp_path / "picture.gif"))

    assert (run.code, run.out) == (2, "")
    assert "neither .svg nor .png" in " ".join(run.err.split())
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    """A file stands where a folder is needed; a folder stands where the file should."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder.svg").mkdir()
    through, onto = (
        psoas("curl-up", "-o", str(tmp_path / name)) for name in ("file/picture.svg", "folder.svg")
    )

    assert (through.code, onto.code) == (2, 2)
    assert "folder.svg" in onto.err
    assert (tmp_path / "file").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.svg"]
    assert list((tmp_path / "folder.svg").iterdir()) == []
