"""YAML and JSON texts as plain values, with the line where each value stands.

Duplicate keys are refused, lists become tuples, and nothing but plain data is ever built.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from psoas.foundation.errors import Problem

Path = tuple[str | int, ...]

# The C parser is some ten times faster; a build of PyYAML without it still works.
_TEXT = "tag:yaml.org,2002:str"
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


def parse_yaml(text: str) -> Document:
    """Parse one YAML document."""
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            lines: dict[Path, int] = {}
            problems: list[Problem] = []
            value = None if node is None else _build(loader, node, (), lines, problems)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else "the file"
        return Document(None, {}, (Problem(line, f"This is not YAML: {error.problem}."),))
    except (yaml.YAMLError, ValueError) as error:
        return Document(None, {}, (Problem("the file", f"This is not YAML: {error}."),))
    return Document(value, lines, tuple(problems))


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
        value = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        problem = Problem(f"line {error.lineno}", f"This is not JSON: {error.msg}.")
        return Document(None, {}, (problem,))
    return Document(_frozen(value), {}, tuple(problems))


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list) else value


def _build(
    loader: yaml.SafeLoader,
    node: yaml.Node,
    path: Path,
    lines: dict[Path, int],
    problems: list[Problem],
) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        mapping: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = _build(loader, key_node, (*path, "<key>"), {}, problems)
            if isinstance(key, dict | tuple):
                where = f"line {key_node.start_mark.line + 1}"
                problems.append(Problem(where, "A name must be a plain word."))
                continue
            inner = (*path, str(key))
            lines[inner] = key_node.start_mark.line + 1
            if key in mapping:
                where = f"line {key_node.start_mark.line + 1}"
                problems.append(Problem(where, f"'{key}' stands twice.", "Keep one."))
            mapping[key] = _build(loader, value_node, inner, lines, problems)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return tuple(
            _build(loader, child, (*path, index), lines, problems) for index, child in enumerate(node.value)
        )
    if node.tag == _TEXT:  # most scalars are texts, and need no construction
        return node.value
    return loader.construct_object(node)
