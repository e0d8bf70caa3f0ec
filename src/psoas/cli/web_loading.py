"""Loading the web application for a command."""

import gc
import os
from pathlib import Path
from typing import Annotated

import typer

from psoas.foundation.errors import PsoasError

DataPath = Annotated[
    Path | None,
    typer.Option("--data", help="Folder of the database and the secret key; PSOAS_DATA, or 'data'."),
]


class NotInstalledError(PsoasError):
    """The web application's libraries are missing."""


def set_up(data: Path | None = None) -> None:
    """Load the web application on a data folder."""
    if data is not None:
        os.environ["PSOAS_DATA"] = str(data)
    try:
        from psoas.web.serving import set_up as load  # noqa: PLC0415 -- slow import
    except ModuleNotFoundError as error:
        raise NotInstalledError(
            f"{error.name} is missing. Install Psoas with its web part: psoas[web]."
        ) from None
    gc.enable()  # what serves stays, and must look for cycles
    load()
