"""The page of an account's tokens: what lets its programs and e-readers in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fanthology.archive.feeds import tokens as kept
from fanthology.archive.feeds.models import Token
from fanthology.fic.errors import FanthologyError

from ..asking import me_of
from ..catalogues import Catalogue
from ..outside import site_root


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponseBase:
    """``decision`` is make (a ``name``, some ``scope``, ``adult``) or revoke (of the ``token``). A new one is shown
    this once."""
    if request.method != "POST":
        return _page(request)
    user, decision = me_of(request), request.POST.get("decision", "make")
    if decision == "revoke":
        mine = Token.objects.filter(user=user).select_related("user")
        kept.revoke(get_object_or_404(mine, public_id=request.POST.get("token", "")))
        messages.success(request, "It is revoked: nothing comes in with it any more.")
        return redirect("tokens")
    try:
        adult = request.POST.get("adult") == "1"
        made, secret = kept.make(user, request.POST.get("name", ""), request.POST.getlist("scope"), adult)
    except FanthologyError as error:
        return _page(request, problem=str(error), status=400)
    return _page(request, made, secret)


def _page(
    request: HttpRequest, made: Token | None = None, secret: str = "", problem: str = "", status: int = 200
) -> HttpResponseBase:
    root = site_root(request)
    context = {
        "section": "tokens",
        "rows": [(one, sorted(kept.scopes_of(one))) for one in Token.objects.filter(user=me_of(request))],
        "scopes": kept.SCOPES.items(),
        "made": made,
        "secret": secret,
        "problem": problem,
        "catalogue": f"{root}{reverse('opds', args=[Catalogue(own=True)])}",
        "catalogue2": f"{root}{reverse('opds', args=[Catalogue(own=True, version=2)])}",
        "api": f"{root}{reverse('api-openapi')}",
    }
    return render(request, "web/tokens.html", context, status=status)
