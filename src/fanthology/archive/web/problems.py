"""What went wrong, for programs: ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

PROBLEM = "application/problem+json"
_API = "/api/"


def for_programs(request: HttpRequest) -> bool:
    """Whether an answer is read by a program that knows no pages."""
    return request.path.startswith(_API)


def problem(status: int, title: str, detail: str) -> JsonResponse:
    """A problem with what happened and what to do about it."""
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JsonResponse(told, status=status, content_type=PROBLEM)
