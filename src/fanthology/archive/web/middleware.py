"""What every answer carries, what is too much to take, and what becomes of an error that has plain words."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from fanthology.archive.catalogue.gating import BehindGateError
from fanthology.archive.catalogue.originals import FULL
from fanthology.archive.catalogue.trouble import told
from fanthology.fic.errors import FanthologyError

from .crawlers import FOR_PEOPLE, UNLISTED
from .viewing import viewer_of
from .views.adults import gate_page
from .views.errors import out_of_order, plain_error, too_much

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Everything a page needs is on this site, and no page needs a script. Where names are written, one helps.
_POLICY = {
    "default-src": "'self'",
    "script-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# Passkeys are made and used by the browser's own interface, which only a script can reach; these are the library's.
_SCRIPTS = {"script-src": "'self'"}
_OTHERWISE: dict[str, dict[str, str]] = {
    "sign-in": _SCRIPTS,
    "account_login": _SCRIPTS,
    "mfa_authenticate": _SCRIPTS,
    "mfa_reauthenticate_webauthn": _SCRIPTS,
    "mfa_add_webauthn": _SCRIPTS,
    **dict.fromkeys(("filters", "find", "reading", "refusals", "works", "wrangling"), _SCRIPTS),
    **dict.fromkeys(("front", "chapter", "entire", "reading-look"), _SCRIPTS),
    # the picture that an app reads the secret from is in the page itself
    "mfa_activate_totp": {"img-src": "'self' data:"},
}
"""What is otherwise on a page, by the name of its address."""
_HEADERS = {
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Other sites of the same domain may know no HTTPS, so nothing is said for them.
_STRICT_TRANSPORT = f"max-age={60 * 60 * 24 * 365}"
LARGEST_BODY = 1024 * 1024
LARGEST_UPLOAD = 1024 * 1024 * 1024
_TOO_LARGE = (
    "That was more than this site takes at once, so nothing of it was taken. Send fewer files, or bring them in with "
    "“fanthology import”."
)
_NO_ROOM = "There is no room on the disk for what was sent, so nothing of it was taken. Make room, and send it again."


class ContentSecurityPolicy:
    """The outermost: adds the security headers to every answer, be it a page, a file, a style sheet or an error."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _policy_of(request))
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.HTTPS:  # the proxy speaks HTTP with us, so the request itself does not tell
            response.headers.setdefault("Strict-Transport-Security", _STRICT_TRANSPORT)
        response.headers.setdefault("X-Robots-Tag", UNLISTED if settings.ROBOTS == "none" else FOR_PEOPLE)
        return response


def _policy_of(request: HttpRequest) -> str:
    found = request.resolver_match
    name = found.view_name if found else ""
    policy = _POLICY | _OTHERWISE.get(name, {}) | (_leading_elsewhere() if name == "openid_connect_login" else {})
    return "; ".join(f"{what} {allowed}" for what, allowed in policy.items())


def _leading_elsewhere() -> dict[str, str]:
    """The form is answered by sending the browser on to the site that vouches, and wherever that has people sign in."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    schemes = sorted({urlsplit(app["settings"]["server_url"]).scheme for app in apps})
    return {"form-action": " ".join(["'self'", *(f"{scheme}:" for scheme in schemes)])}


class PrivatePages:
    """Keeps pages out of shared caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Cache-Control", "private, no-cache" if request.COOKIES else "no-cache")
        return response


class BodyLimit:
    """Refuses a body that is too large before any of it is read: a gigabyte from those who bring files in, a megabyte
    from others."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isascii() and length.isdigit() else 0
        if size > LARGEST_BODY and not (size <= LARGEST_UPLOAD and viewer_of(request).may("intake")):
            return too_much(request, _TOO_LARGE)
        if size > LARGEST_BODY and not _taken(request):
            return too_much(request, _NO_ROOM)
        return self.get_response(request)


def _taken(request: HttpRequest) -> bool:
    """Take a large body in, by way of the disk; False if there is no room for it."""
    try:
        len(request.POST)
    except OSError as error:
        return error.errno not in FULL
    return True


class PlainErrors:
    """Shows an error meant for people, and trouble with the disk or the database, as a page with a sentence; and the
    gate in the place of a text that has to be asked for.

    Every other error is a fault and stays one.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, BehindGateError):
            return gate_page(request, exception)
        if isinstance(exception, FanthologyError):
            return plain_error(request, str(exception))
        words = told(exception)
        return out_of_order(words) if words else None
