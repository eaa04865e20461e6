"""What a view of the API has in common: which methods it takes, and who may write."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from .bearing import comes_by_token, unauthorized
from .problems import problem

P = ParamSpec("P")
_READING = ("GET", "HEAD")
_WRITE_BY_TOKEN = "Write with a token: a browser's cookie is not enough for that."


def for_methods(*methods: str) -> Callable[[Callable[P, HttpResponseBase]], Callable[P, HttpResponseBase]]:
    """A view that takes these methods, and HEAD with GET; another is a problem. Who writes has to bring a token, which
    no other site can have a browser send, and so needs no form's secret."""
    taken = (*methods, *(["HEAD"] if "GET" in methods else []))

    def guard(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
        @csrf_exempt
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            request = args[0]
            if not isinstance(request, HttpRequest):
                raise TypeError("a view takes the request first")
            if request.method not in taken:
                answer = problem(405, "Not done that way", f"This address takes {', '.join(taken)}.")
                answer.headers["Allow"] = ", ".join(taken)
                return answer
            if request.method not in _READING and not comes_by_token(request):
                return unauthorized(request, _WRITE_BY_TOKEN)
            return view(*args, **kwargs)

        return guarded

    return guard
