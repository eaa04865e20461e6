"""The pages for what went wrong, in plain words: what happened, and what to do."""

from __future__ import annotations

from django.core.exceptions import DisallowedHost, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from ..problems import for_programs, problem
from .withdrawing import tombstone

_FORBIDDEN = "This page is for the keeper of the archive. If that is you, sign in or open the printed address first."
_STALE_FORM = "This form had gone stale, or your browser sent no cookie with it. Go back, reload and try again."
_BAD_REQUEST = "Something about it was not as this site expects. Go back, reload and try again."
_BAD_REQUESTS: tuple[tuple[type[Exception], str], ...] = (
    (DisallowedHost, "This archive does not answer to that name. Ask its keeper for its address."),
    (
        TooManyFilesSent,
        "Those were too many files at once. Nothing was brought in. Use “fanthology import”.",
    ),
)


def _page(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    if for_programs(request):
        return problem(status, title, message)
    return render(request, "web/error.html", {"title": title, "message": message}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if gone := tombstone(request):
        return gone
    message = "There is nothing at this address, or it is not shown to everyone. The list of works has what is."
    return _page(request, 404, "Not here", message)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, "For the keeper", _FORBIDDEN)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, "That form was not accepted", _STALE_FORM)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that makes no sense, a Host that is not ours among them: nothing about it can be relied on."""
    found = next((words for kind, words in _BAD_REQUESTS if isinstance(exception, kind)), _BAD_REQUEST)
    return _standing_alone(400, "That request was not understood", found)


def plain_error(request: HttpRequest, message: str) -> HttpResponse:
    """The page for a FanthologyError, which says itself what to do."""
    return _page(request, 400, "That did not work", message)


def too_much(request: HttpRequest, message: str) -> HttpResponse:
    """For a body that was refused unread."""
    return _page(request, 413, "Too much at once", message)


def too_fast(request: HttpRequest, seconds: int) -> HttpResponse:
    """For who takes more in a short time than anybody reads."""
    wait = "a second" if seconds <= 1 else f"{seconds} seconds"
    message = f"Very many texts were asked for from here in a short time. Wait {wait}, and go on where you were."
    answer = _page(request, 429, "A little slower, please", message)
    answer.headers["Retry-After"] = str(max(seconds, 1))
    return answer


def out_of_order(message: str) -> HttpResponse:
    """For a disk that is full or a database that is damaged. This page reads nothing from either."""
    return _standing_alone(503, "That did not work", message)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of the program. This page reads nothing from the request or the database: either may be what broke."""
    message = "This is a fault in Fanthology, not something you did. What happened is in the archive's log."
    return _standing_alone(500, "Something broke", message)


def _standing_alone(status: int, title: str, message: str) -> HttpResponse:
    return HttpResponse(render_to_string("web/broken.html", {"title": title, "message": message}), status=status)
