"""Signing in and out. On a laptop the keeper's cookie stands in for an account; signing out revokes it."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from fanthology.archive.accounts.models import Invitation

from .. import opening, signing_in, throttle
from ..asking import back

_TOO_OFTEN = f"Too many wrong passwords. Wait {throttle.MINUTES} minutes and try again."


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """By name or mail address, and password; whoever has a second factor is asked for it then."""
    if request.method != "POST":
        return _page(request, AuthenticationForm(request))
    typed = _named(request)
    form = AuthenticationForm(request, data=typed)
    # the name as the form will compare it: "mina", " mina" and "ｍina" are one account, and so is its mail address
    name = str(form.fields["username"].to_python(typed["username"]))
    if not throttle.attempt(name):
        return _page(request, AuthenticationForm(request), _TOO_OFTEN, status=429)
    if not form.is_valid():
        return _page(request, form, "That name and password do not fit together. Both mind capital letters.")
    throttle.forget(name)
    user = form.get_user()
    record_authentication(request, user, method="password", username=user.get_username())
    answer: HttpResponseBase
    try:
        answer = perform_login(request, Login(user=user, redirect_url=back(request, "front")))
    except ImmediateHttpResponse as instead:
        answer = instead.response
    return answer


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    opening.revoke(request.COOKIES.get(opening.COOKIE, ""))
    logout(request)
    answer = redirect("front")
    answer.delete_cookie(opening.COOKIE, samesite="Lax")
    return answer


@never_cache
def invited(request: HttpRequest, token: str) -> HttpResponseBase:
    """The address in an invitation: leads to the form for a new account."""
    if Invitation.standing(token) is None:
        messages.error(request, "This invitation was used already, or has ended. Ask for another one.")
        return redirect("sign-in")
    request.session[signing_in.INVITED] = token
    return redirect("account_signup")


def _named(request: HttpRequest) -> dict[str, str]:
    """What was typed, with the account's name in the place of its confirmed mail address."""
    typed = {name: request.POST.get(name, "") for name in ("username", "password")}
    address = typed["username"].strip()
    if "@" in address:
        found = EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user").first()
        typed["username"] = found.user.get_username() if found else address
    return typed


def _page(request: HttpRequest, form: AuthenticationForm, problem: str = "", status: int = 200) -> HttpResponseBase:
    context = {
        "form": form,
        "problem": problem,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "registration": settings.REGISTRATION,
        "elsewhere": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"],
    }
    return render(request, "web/sign_in.html", context, status=status)
