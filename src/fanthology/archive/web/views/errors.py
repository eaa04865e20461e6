"""The pages for what went wrong, in plain words."""

from django.http import HttpRequest, HttpResponse


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("Not found", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Something broke", status=500)
