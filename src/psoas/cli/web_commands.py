"""The web application from the shell: serving it, and the care of its data."""

import os
from typing import Annotated

import typer

from psoas.cli import storage_commands
from psoas.cli.terminal import terminal
from psoas.cli.web_loading import DataPath, set_up


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("serve")(serve_command)
    storage_commands.register(app)
    app.command("new-clinic")(new_clinic_command)


def serve_command(
    host: Annotated[str, typer.Option(help="Address to answer on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    data: DataPath = None,
    *,
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill an empty database with an invented clinic; plain HTTP.")
    ] = False,
) -> None:
    """Serve the web application; the database is brought up to date first."""
    if demo:
        os.environ.setdefault("PSOAS_HTTPS", "false")
    set_up(data)
    from psoas.web import serving  # noqa: PLC0415 -- needs loaded settings

    say = terminal().print
    say("Getting ready ...", style="dim")
    serving.prepare()
    if demo:
        _fill(f"http://{host}:{port}/")
    serving.serve(host=host, port=port)


def new_clinic_command(
    name: Annotated[str, typer.Argument(help="The clinic's name, as patients read it.")],
    owner: Annotated[str, typer.Option("--owner", help="Email address of the first owner.")],
    owner_name: Annotated[str, typer.Option("--owner-name", help="The first owner's name.")],
    address: Annotated[
        str | None,
        typer.Option("--address", help="Address the server is reached at, such as https://psoas.example."),
    ] = None,
    data: DataPath = None,
) -> None:
    """Make a clinic with its first owner, and print the link by which the owner sets a password."""
    set_up(data)
    from psoas.web import serving  # noqa: PLC0415 -- needs loaded settings
    from psoas.web.owner.actions import new_clinic  # noqa: PLC0415 -- needs loaded settings

    serving.prepare()
    clinic, link = new_clinic(name=name, owner_email=owner, owner_name=owner_name)
    say = terminal().print
    say(f"{clinic.name} was made. {owner_name} sets a password with this link, once, within three days:\n")
    say((address or serving.own_address()).rstrip("/") + link, soft_wrap=True)


def _fill(address: str) -> None:
    from psoas.web.demo.clinic import LOGINS, PASSWORD, fill  # noqa: PLC0415 -- needs loaded settings

    say = terminal().print
    fill()
    say(f"\nPsoas is open at {address} (Ctrl+C closes it). An invented clinic is in it.\n", style="bold")
    for login in LOGINS:
        say(f"  {login.role:<11} {login.email}")
    say(f"\n  password for all: {PASSWORD}\n")
