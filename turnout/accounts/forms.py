from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turnout.accounts.models import SignInLink


class SignInLinkForm(forms.Form):
    """One button; it asks for the address where the link does not know it."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("You sign in with it, and become the first owner."),
    )

    def __init__(self, *args: Any, link: SignInLink, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if link.email:
            del self.fields["email"]
