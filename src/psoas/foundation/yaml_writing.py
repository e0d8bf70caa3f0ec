"""Writing plain data as YAML that every reader takes for the same."""

import re
from typing import Any

import yaml

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NO_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})  # to some reader


class InOneLine(list[Any]):
    """A list that is written as [one, two], not one below the other."""


def write_yaml(value: object) -> str:
    """Write plain data as YAML text, names in their own order."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True)


class _Dumper(yaml.SafeDumper):
    """Quotes every text that is not a plain word, so that no reader takes it for something else."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    is_plain_word = _PLAIN.fullmatch(text) and text.lower() not in _NO_WORDS
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if is_plain_word else '"')


def _flow(dumper: yaml.SafeDumper, values: InOneLine) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(InOneLine, _flow)
