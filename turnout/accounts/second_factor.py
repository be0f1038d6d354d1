import base64
from hashlib import sha256
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext

from turnout.accounts.models import User


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are encrypted with the program's key, so that a copy of the database alone signs nobody in."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return f"Turnout ({self._get_site_name()})"

    def generate_authenticator_name(self, user: User, type: str) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %(number)d") % {"number": number}


class AskSecondFactor(AuthenticateStage):  # type: ignore[misc]
    """After a code by mail, only for those who set up an authenticator app.

    A passkey is a way to sign in; having one on the phone must not lock a member out of the laptop.
    """

    def _should_handle(self, request: Any) -> bool:
        has_app = Authenticator.objects.filter(user=self.login.user, type=Authenticator.Type.TOTP).exists()
        return has_app and bool(super()._should_handle(request))


def _box() -> MultiFernet:
    """The first key encrypts; the fallbacks still decrypt what was written before the key was changed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(sha256(b"turnout second factor " + key.encode()).digest())
