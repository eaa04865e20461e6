"""One's own account: pseuds, data, leaving; and the keeper's page of all accounts."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.mail import send_mail
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from fanthology.archive.accounts import keeping
from fanthology.archive.accounts.models import Invitation, Pseud, Role, RoleGrant, User
from fanthology.archive.audit import note_after
from fanthology.fic.errors import FanthologyError

from ..asking import for_those_who_may, helper_of, me_of
from ..paging import page_of

PAGE = 100
_FATES = (
    ("orphan", "Keep my works here, without my name"),
    ("withdraw", "Withdraw my works"),
)


@login_required
def own(request: HttpRequest) -> HttpResponseBase:
    return render(request, "web/own_account.html", {"account": me_of(request), "pseuds": me_of(request).pseuds.all()})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pseuds(request: HttpRequest) -> HttpResponseBase:
    """``decision`` is add (of ``name``), default or remove (of ``pseud``)."""
    user = me_of(request)
    if request.method != "POST":
        return redirect("own-account")
    decision = request.POST.get("decision", "add")
    if decision == "add":
        keeping.add_pseud(user, request.POST.get("name", ""))
    else:
        one = get_object_or_404(Pseud, user=user, public_id=request.POST.get("pseud", ""))
        {"default": keeping.make_default, "remove": keeping.remove_pseud}.get(decision, _nothing)(one)
    messages.success(request, "Done.")
    return redirect("own-account")


@login_required
def data(request: HttpRequest) -> HttpResponseBase:
    """All that is kept of one's own account."""
    answer = HttpResponse(keeping.own_data(me_of(request)), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
def leave(request: HttpRequest) -> HttpResponseBase:
    """Delete one's own account, after the password was given once more."""
    if request.method != "POST":
        return render(request, "web/leave.html", {"fates": _FATES})
    user = me_of(request)
    keeping.leave(user, request.POST.get("fate", ""))
    note_after("account", user.username, ("left",))
    logout(request)
    messages.success(request, "Your account is deleted.")
    return redirect("front")


@for_those_who_may("accounts")
def accounts(request: HttpRequest) -> HttpResponseBase:
    """Every account, those that wait first."""
    every = User.objects.order_by("-awaits_approval", "username", "pk")
    rows, pages = page_of(request, every.prefetch_related(Prefetch("grants", RoleGrant.objects.order_by("role"))), PAGE)
    context = {
        "section": "accounts",
        "rows": [{"account": one, "roles": {grant.role for grant in one.grants.all()}} for one in rows],
        "roles": [(value, words.partition(":")[0], words) for value, words in Role.choices],
        "pages": pages,
        "invitations": Invitation.objects.filter(used_at=None, ends_at__gt=timezone.now()).order_by("-made_at")[:PAGE],
    }
    return render(request, "web/accounts.html", context)


@require_POST
@for_those_who_may("accounts")
def decide(request: HttpRequest) -> HttpResponseBase:
    """``decision`` is roles, approve, close or reopen of the account whose name is ``name``."""
    user = get_object_or_404(User, username=request.POST.get("name", ""))
    decision = request.POST.get("decision", "")
    if decision == "roles":
        keeping.set_roles(user, request.POST.getlist("role"), keeper=request.POST.get("keeper") == "1")
    elif decision in _DECISIONS:
        _DECISIONS[decision](user)
        if decision == "approve" and user.email:
            _tell(request, user)
    else:
        raise FanthologyError("There is nothing of that kind to decide.")
    note_after("account", helper_of(request, "accounts").name, (user.username, decision))
    messages.success(request, f"Done: {user.username}.")
    return redirect("accounts")


@require_POST
@for_those_who_may("accounts")
def invite(request: HttpRequest) -> HttpResponseBase:
    """Make an invitation, and show its address this once."""
    made, token = Invitation.make(" ".join(request.POST.get("note", "").split()))
    address = request.build_absolute_uri(reverse("invited", args=[token]))
    return render(request, "web/invitation.html", {"section": "accounts", "made": made, "address": address})


def _tell(request: HttpRequest, user: User) -> None:
    """Tell somebody that they may come in; that it cannot be told keeps nobody out."""
    where = request.build_absolute_uri(reverse("sign-in"))
    words = f"Your account {user.username} is open. Sign in at {where}"
    try:
        send_mail("Your account", words, None, [user.email])
    except OSError:
        messages.warning(request, "The letter that tells them so could not be sent.")


_DECISIONS = {"approve": keeping.approve, "close": keeping.close, "reopen": keeping.reopen}


def _nothing(pseud: Pseud) -> None:
    raise FanthologyError("There is nothing of that kind to do with a pseud.")
