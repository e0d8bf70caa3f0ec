"""Draw the contact sheets of all exercises and postures: ``python -m docs.figures``.

Each sheet carries a digest of what it was drawn from, so that a test finds a stale one without drawing.
"""

import hashlib
from pathlib import Path

from psoas import load_knowledge
from psoas.illustration.figure.sheet import contact_sheet, entries_of
from psoas.illustration.figure.wanted import name_of
from psoas.knowledge.figure_files import FIGURES, shipped_figures
from psoas.knowledge.poses import Figure

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs/pictures"
SOURCE = ROOT / "src/psoas/illustration/figure"
A_SHEET = 24  # figures


def sheet_names() -> list[Path]:
    """Return the files of the sheets."""
    return [PICTURES / f"figures-{number}.svg" for number in range(1, len(_batches()) + 1)]


def digest() -> str:
    """Return a digest of the poses and of the code that draws them."""
    found = hashlib.sha256()
    for path in (*sorted(FIGURES.glob("*.yaml")), SOURCE / "body.yaml", *sorted(SOURCE.glob("*.py"))):
        found.update(f"{path.name}\0{path.read_text(encoding='utf-8')}\0".encode())
    return found.hexdigest()[:16]


def _batches() -> list[list[Figure]]:
    figures = list(shipped_figures().values())
    return [figures[first : first + A_SHEET] for first in range(0, len(figures), A_SHEET)]


def main() -> None:
    """Write all sheets."""
    knowledge = load_knowledge()
    for path, figures in zip(sheet_names(), _batches(), strict=True):
        title = f"{name_of(figures[0], knowledge)} to {name_of(figures[-1], knowledge)}"
        svg = contact_sheet(entries_of(figures, knowledge), title=title)
        path.write_text(f"{svg}\n<!-- {digest()} -->\n", encoding="utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
