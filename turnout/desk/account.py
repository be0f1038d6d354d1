"""A member's own account: name, language, ways to sign in, and where they are signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from turnout.accounts.adapter import speak_to
from turnout.accounts.guard import member_user, signed_in
from turnout.accounts.models import User
from turnout.desk.devices import device_of


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = User
        fields = ["name", "language"]
        labels = {"name": _("Your name")}
        help_texts = {"name": _("Other members of your organisations see it.")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


@dataclass(frozen=True)
class Place:
    """Somewhere the member is signed in."""

    pk: int
    device: str
    address: str
    last_seen_at: datetime
    is_here: bool


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    user = member_user(request)
    initial = {"language": user.language or translation.get_language()}
    form = AccountForm(request.POST or None, instance=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        form.save()
        answer = redirect("account")
        speak_to(user, answer)
        with translation.override(user.language):
            messages.success(request, gettext("Saved."))
        return answer
    facts = {"form": form, "places": _places(request), **_ways_in(user)}
    return render(request, "desk/account.html", facts, status=422 if form.errors else 200)


def _ways_in(user: User) -> dict[str, Any]:
    found = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    kinds = {authenticator.type for authenticator in found}
    return {
        "passkeys": [one.wrap() for one in found if one.type == Authenticator.Type.WEBAUTHN],
        "has_app": Authenticator.Type.TOTP in kinds,
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
    }


def _places(request: HttpRequest) -> list[Place]:
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    sessions = UserSession.objects.filter(user=request.user, session_key__in=alive).order_by("-last_seen_at")
    return [
        Place(
            one.pk,
            device_of(one.user_agent),
            one.ip,
            one.last_seen_at,
            one.session_key == request.session.session_key,
        )
        for one in sessions
    ]


@signed_in
@require_POST
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    found = get_object_or_404(UserSession, pk=session, user=request.user)
    is_here = found.session_key == request.session.session_key
    found.end()
    if is_here:
        logout(request)
        return redirect("account_login")
    messages.success(request, gettext("Signed out there."))
    return redirect("account")


urlpatterns = [
    path("account/", account, name="account"),
    path("account/places/<int:session>/end/", end_session, name="end-session"),
]
