"""Signing in and out. On a laptop the keeper's cookie stands in for an account; signing out revokes it."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from .. import opening, throttle
from ..asking import back

_TOO_OFTEN = f"Too many wrong passwords. Wait {throttle.MINUTES} minutes and try again."


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        return _page(request, AuthenticationForm(request))
    form = AuthenticationForm(request, data=request.POST)
    # the name as the form will compare it: "mina", " mina" and "ｍina" are one account
    name = str(form.fields["username"].to_python(request.POST.get("username", "")))
    if not throttle.attempt(name):
        return _page(request, AuthenticationForm(request), _TOO_OFTEN, status=429)
    if not form.is_valid():
        return _page(request, form, "That name and password do not fit together. Both mind capital letters.")
    throttle.forget(name)
    login(request, form.get_user())
    return redirect(back(request, "front"))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    opening.revoke(request.COOKIES.get(opening.COOKIE, ""))
    logout(request)
    answer = redirect("front")
    answer.delete_cookie(opening.COOKIE, samesite="Lax")
    return answer


def _page(request: HttpRequest, form: AuthenticationForm, problem: str = "", status: int = 200) -> HttpResponseBase:
    context = {"form": form, "problem": problem, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "web/sign_in.html", context, status=status)
