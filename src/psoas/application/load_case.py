"""Read a case file from disk."""

from pathlib import Path

from psoas.foundation.errors import CaseError, Problem
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Case
from psoas.patient.reading import read_case_json, read_case_yaml


def load_case(path: Path | str, *, knowledge: Knowledge) -> Case:
    """Read a case file; ``.json`` as JSON, anything else as YAML.

    Raises
    ------
    CaseError
        The file cannot be read, or anything in it is wrong; every problem is listed.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CaseError(str(path), [Problem("the file", "There is no such file.")]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(str(path), [Problem("the file", f"It cannot be read: {error}.")]) from None
    read = read_case_json if path.suffix == ".json" else read_case_yaml
    return read(text, knowledge=knowledge, name=path.name)
