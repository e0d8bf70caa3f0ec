"""What is refused, as a page that says what is wrong and what to do: 403, 404, 409, 422, 503."""

import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from psoas.foundation.errors import PsoasError
from psoas.web.access.journal import failure_page, note_error

RETRY_AFTER = 5  # seconds


class ConflictError(PsoasError):
    """Somebody else has changed it in the meantime; nothing was written."""


class RefusalMiddleware:
    """Turns our own errors into pages; anything else goes on to the journal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say what is wrong with the input, or who was faster."""
        if isinstance(error, ConflictError):
            return render(request, "errors/conflict.html", {"error": error}, status=409)
        if isinstance(error, PsoasError):
            return render(request, "errors/refused.html", {"error": error}, status=422)
        if isinstance(error, OperationalError | InterfaceError):
            return unavailable(request, error)
        return None


def unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that the database is busy or does not answer, on a page that needs no database."""
    page = render_to_string("errors/unavailable.html", {"number": note_error(request, error)})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


def failed(request: HttpRequest) -> HttpResponse:
    """Answer an error outside of any view, as of a session that could not be stored; Django calls it."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable(request, error)
    return failure_page(request, error or RuntimeError())
