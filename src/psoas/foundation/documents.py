"""YAML and JSON texts as plain values, with the line where each value stands.

Plain words are read as YAML 1.2 reads them: true, false, null and JSON's numbers; everything else is text,
so that "off", "1:30" and "055" stay what was written. Names must be text and stand once; aliases, tags and
deep nesting are refused. Lists become tuples.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category

import yaml

from psoas.foundation.errors import Problem

Path = tuple[str | int, ...]

# The C parser is some ten times faster; a build of PyYAML without it still works.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_DEEPEST = 40  # no file of ours nests a quarter as deep
_LONGEST_NUMBER = 15  # digits before the point; more lose precision, and mean nothing here
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_QUOTED = ("'", '"', "|", ">")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed text: its value, the line of each path, and what was wrong with the text itself."""

    value: Any
    lines: Mapping[Path, int]
    problems: tuple[Problem, ...] = ()

    def where(self, path: Path) -> str:
        """Name the place of ``path`` for a reader: its line if there is one, and its dotted path."""
        dotted = ".".join(str(part) for part in path) or "the file"
        for length in range(len(path), -1, -1):
            line = self.lines.get(path[:length])
            if line is not None and length:
                return f"line {line}, {dotted}"
        return dotted


def parse_yaml(text: str, *, trusted: bool = False) -> Document:
    """Parse one YAML document; a ``trusted`` one, our own, is not searched for what could choke us."""
    try:
        refused = None if trusted else _refused(text)
        if refused is not None:
            return Document(None, {}, (refused,))
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else "the file"
        return Document(None, {}, (Problem(line, f"This is not YAML: {error.problem}."),))
    except yaml.YAMLError as error:
        return Document(None, {}, (Problem("the file", f"This is not YAML: {error}."),))
    builder = _Builder()
    value = None if node is None else builder.build(node, ())
    return Document(value, builder.lines, tuple(builder.problems))


def parse_json(text: str) -> Document:
    """Parse one JSON document."""
    problems: list[Problem] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for key, value in items:
            if key in seen:
                problems.append(Problem(key, "This name stands twice.", "Keep one."))
            seen[key] = value
        return seen

    try:
        value = _frozen(json.loads(text, object_pairs_hook=pairs, parse_int=_short, parse_float=_short))
    except json.JSONDecodeError as error:
        return Document(None, {}, (Problem(f"line {error.lineno}", f"This is not JSON: {error.msg}."),))
    except (ValueError, RecursionError) as error:
        said = "it nests too deep" if isinstance(error, RecursionError) else str(error)
        return Document(None, {}, (Problem("the file", f"This cannot be read: {said}."),))
    return Document(value, {}, tuple(problems))


def _refused(text: str) -> Problem | None:
    """Look for what no file of ours needs and what could choke the reader: depth, aliases, tags."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        mark = event.start_mark
        line = "the file" if mark is None else f"line {mark.line + 1}"
        if isinstance(event, yaml.AliasEvent):
            return Problem(line, f"The alias '*{event.anchor}' is not used here.", "Write the value out.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                return Problem(line, "This nests too deep.")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        tag = getattr(event, "tag", None)
        if tag is not None:
            return Problem(line, f"The tag '{tag}' is not used here.", "Leave it out.")
    return None


@dataclass
class _Builder:
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def build(self, node: yaml.Node, path: Path) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.build(child, (*path, index)) for index, child in enumerate(node.value))
        assert isinstance(node, yaml.ScalarNode)
        if node.style in _QUOTED:  # text, whatever it looks like
            return node.value
        return self._plain(node.value, node.start_mark.line + 1)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        self.lines.setdefault(path, node.start_mark.line + 1)
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode) or not key_node.value:
                self.problems.append(Problem(f"line {line}", "A name must be a plain word."))
                continue
            key = key_node.value
            self.lines[*path, key] = line
            if key in mapping:
                self.problems.append(Problem(f"line {line}", f"'{key}' stands twice.", "Keep one."))
            mapping[key] = self.build(value_node, (*path, key))
        return mapping

    def _plain(self, word: str, line: int) -> Any:
        if word in _WORDS:
            return _WORDS[word]
        if not _NUMBER.fullmatch(word):
            return word
        try:
            return _short(word)
        except ValueError as error:
            self.problems.append(Problem(f"line {line}", f"'{word[:20]}' cannot be read: {error}."))
            return None


def unprintable(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield where a text holds control characters, which could do things to a terminal."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from unprintable(inner, (*path, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from unprintable(inner, (*path, index))
    elif isinstance(value, str) and any(category(sign) == "Cc" and sign not in "\n\t" for sign in value):
        yield path


def _short(number: str) -> int | float:
    """Read a number that a measurement could have."""
    value = float(number)
    if abs(value) > 10**_LONGEST_NUMBER:
        raise ValueError("a number is too large")
    return int(number) if number.lstrip("-").isdigit() else value


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list) else value
