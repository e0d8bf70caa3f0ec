"""The journal: one line a request and one an error, as JSON, without a word of a patient.

A line holds the route as written in the URL map, never the path; no query, no form, no name, no message of
an exception, since that could quote what was entered.
"""

import json
import logging
import re
import time
import traceback
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

_LOG = logging.getLogger("psoas.web")
_SERVER = ("_granian", "granian")  # starts and stops; their messages know nothing of requests
_IN_FILE = re.compile(r'^ *File "([^"]+)", line (\d+)', re.MULTILINE)
_KEPT = ("event", "route", "method", "status", "ms", "error", "at", "id", "users")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; of an exception, its kind and places."""
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
        }
        ours = {key: record.__dict__[key] for key in _KEPT if key in record.__dict__}
        if ours:
            line |= ours
        elif record.name.split(".")[0] in _SERVER:
            first, *rest = record.getMessage().splitlines() or [""]
            line["event"] = first[:300]
            if rest:  # the server writes an exception into its message, what was entered with it
                line["at"] = [
                    f"{Path(file).name}:{number}" for file, number in _IN_FILE.findall("\n".join(rest))
                ][-8:]
        else:
            line["event"] = _constant(record)
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["at"] = places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def _constant(record: logging.LogRecord) -> str:
    """Return the part of a message that stands in the code; an f-string could quote anything."""
    if record.args and isinstance(record.msg, str):
        return record.msg.split("%")[0].strip()[:80]
    return "message"


def places(trace: Any) -> list[str]:
    """Return where an error came from: file and line, never values."""
    return [f"{Path(one.filename).name}:{one.lineno}" for one in traceback.extract_tb(trace)][-8:]


class JournalMiddleware:
    """Writes the journal, and answers an unexpected error with a page that carries its number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve and note."""
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None:
            _LOG.info(
                "request",
                extra={
                    "event": "request",
                    "route": match.route,
                    "method": request.method,
                    "status": response.status_code,
                    "ms": round(1000 * (time.perf_counter() - began)),
                },
            )
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Note an unexpected error under a number that the page shows too."""
        from django.core.exceptions import BadRequest, PermissionDenied  # noqa: PLC0415 -- needs settings
        from django.http import Http404  # noqa: PLC0415 -- needs settings

        if isinstance(error, Http404 | PermissionDenied | BadRequest):
            return None
        return failure_page(request, error)


def failure_page(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Return the page of an unexpected error; it asks the database nothing, which may be what failed."""
    return HttpResponse(
        render_to_string("errors/500.html", {"number": note_error(request, error)}), status=500
    )


def note_error(request: HttpRequest, error: BaseException) -> str:
    """Write an error down, and return the number under which it stands."""
    number = uuid.uuid4().hex[:8]
    match = request.resolver_match
    _LOG.error(
        "error",
        extra={
            "event": "error",
            "id": number,
            "route": "" if match is None else match.route,
            "error": type(error).__name__,
            "at": places(error.__traceback__),
        },
    )
    return number
