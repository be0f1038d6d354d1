from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from turnout.accounts.models import User
from turnout.accounts.sign_in_code import send_sign_in_code


class MembersOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: members are invited. Of allauth's mails only the code is sent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix == "account/email/login_code":
            send_sign_in_code(email, context["code"])

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "turnout.accounts.second_factor.AskSecondFactor"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The passkey first: whoever has nothing else would be asked for a recovery code."""
        methods = super().get_reauthentication_methods(user)
        return sorted(methods, key=lambda method: not method["id"].endswith(":webauthn"))

    def is_safe_url(self, url: str) -> bool:
        """Only a path of this host, so that a sign-in never ends on another one."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse:
        answer: HttpResponse = super().post_login(request, user, **facts)
        speak_to(user, answer)
        return answer


def speak_to(user: User, answer: HttpResponse) -> None:
    """From now on pages are in the person's language."""
    if user.language:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            max_age=365 * 24 * 3600,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
