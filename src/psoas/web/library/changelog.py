"""What changed in the knowledge, from version to version, as far as Markdown is used there."""

import re
from dataclasses import dataclass
from functools import cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from psoas.knowledge.loader import CONTENT


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a list."""

    lines: tuple[SafeString, ...]
    is_list: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One version and what was new in it."""

    name: str
    blocks: tuple[Block, ...]


@cache
def changelog() -> tuple[Version, ...]:
    """Return the versions, the newest first."""
    return read_changelog((CONTENT / "CHANGELOG.md").read_text(encoding="utf-8"))


def read_changelog(text: str) -> tuple[Version, ...]:
    """Read headings of versions with paragraphs and lists below them."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return tuple(
        Version(name.strip(), _blocks(body)) for name, body in zip(parts[::2], parts[1::2], strict=True)
    )


def _blocks(body: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", body.strip()):
        points = re.split(r"^- ", part, flags=re.MULTILINE)
        if points[0].strip():
            blocks.append(Block((_line(points[0]),), is_list=False))
        if len(points) > 1:
            blocks.append(Block(tuple(_line(point) for point in points[1:]), is_list=True))
    return tuple(blocks)


def _line(text: str) -> SafeString:
    """Join wrapped lines, and let bold and code stand out."""
    plain = str(escape(" ".join(text.split())))
    marked = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", plain)
    return mark_safe(re.sub(r"`(.+?)`", r"<code>\1</code>", marked))  # noqa: S308 -- escaped above
