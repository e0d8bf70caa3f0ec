"""What is refused, as a page that says what is wrong and what to do: 403, 404, 409, 422."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from psoas.foundation.errors import PsoasError


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
        return None
