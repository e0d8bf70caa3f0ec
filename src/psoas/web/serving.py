"""Getting ready to serve, and serving: one process, one port."""

import os
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

from psoas.foundation.version import __version__
from psoas.reports.fonts import WEIGHTS, subset_font

# Every letter of English and Spanish, and what texts of the knowledge use beside them.
_LETTERS = "".join(chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x17F))) + "–—‘’“”•…€−≤≥≈×→"

# The server's own messages as JSON lines too: an exception without its message, which could quote a patient.
_LOGGING: dict[str, Any] = {
    "formatters": {"json": {"()": "psoas.web.access.journal.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {"_granian": {"handlers": ["stderr"], "propagate": False}},
}


def set_up() -> None:
    """Load Django with our settings; called once, before anything else of the web application."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "psoas.web.settings")
    django.setup()


def prepare() -> None:
    """Bring the database up to date and lay out what is served as files; quick when nothing changed."""
    from psoas.web.storage.moving import make_ready  # noqa: PLC0415 -- needs loaded apps

    write_fonts(settings.DATA / "fonts")
    make_ready()
    done = settings.DATA / "static" / ".psoas-version"
    stamp = f"{__version__} {_newest(Path(__file__).parent / 'static'):.0f}"
    if not done.exists() or done.read_text(encoding="utf-8") != stamp:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        done.write_text(stamp, encoding="utf-8")


def serve(*, host: str, port: int) -> None:
    """Serve until interrupted; one process with threads, so that limits and caches are counted once."""
    from granian.constants import Interfaces  # noqa: PLC0415 -- slow import
    from granian.server import Server  # noqa: PLC0415 -- slow import

    Server(
        "psoas.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_access=False,
        log_dictconfig=_LOGGING,
    ).serve()


def own_address() -> str:
    """Return the address under which the server is reached, as far as the settings tell."""
    host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    return f"https://{host}" if settings.HTTPS else f"http://{host}:8000"


def write_fonts(folder: Path) -> None:
    """Write the typeface as WOFF2, cut down to the letters we use."""
    folder.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        file = folder / f"{weight}.woff2"
        if not file.exists():
            file.write_bytes(subset_font(weight, _LETTERS))


def _newest(folder: Path) -> float:
    return max(path.stat().st_mtime for path in folder.rglob("*") if path.is_file())
