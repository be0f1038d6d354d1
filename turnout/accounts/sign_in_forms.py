"""allauth's forms in our words."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class LowerEmailField(forms.EmailField):
    """As addresses are stored."""

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).lower()


def address_field() -> forms.EmailField:
    return LowerEmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


def code_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


def digits_field(label: Any) -> forms.CharField:
    field = code_field(label)
    field.widget.attrs.update({"inputmode": "numeric"})
    return field


class SendsCodes:
    @property
    def sends_codes(self) -> bool:
        """Whether there is a mail server to send them."""
        return settings.MAIL is not None


class AddressForm(SendsCodes, LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = address_field()


class AskForCodeForm(SendsCodes, RequestLoginCodeForm):  # type: ignore[misc]
    email = address_field()


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    code = code_field(_("Code"))


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc]
    code = digits_field(_("Code from your authenticator app, or a recovery code"))


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]
    code = digits_field(_("Code from your authenticator app, or a recovery code"))


class StartAppForm(ActivateTOTPForm):  # type: ignore[misc]
    code = digits_field(_("Code that the app shows"))


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        required=False,
        help_text=_("The device or key, so that you know it again."),
    )
    # A passkey signs in by itself, so the device must have asked for a fingerprint, a face or a PIN.
    passwordless = forms.BooleanField(initial=True, widget=forms.HiddenInput)


class NamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=_("Name"), max_length=100)
