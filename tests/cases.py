"""Where the examples are, and pieces of case files that tests put together."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))

HEAD = "format: psoas-case-1\nid: t\nrecorded_on: 2026-11-22\n"

SAFE = """
safety: {bladder: none, bowel: none, saddle: none, sexual-function: none, leg-strength: none,
  both-legs: none, fever: none, immune: none, cancer: none, weight: none, trauma: none, steroids: none,
  bones: none, aorta: none, calf: none}
"""


def own_example(name: str) -> str:
    """Return the file that a guide shows: of a clinic's own ``exercises`` or ``priors``."""
    text = (ROOT / f"docs/how-to/use-your-own-{name}.md").read_text(encoding="utf-8")
    return text.split("```yaml\n")[1].split("```")[0]
