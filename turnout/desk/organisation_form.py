"""An organisation's settings as a form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from turnout.accounts.edit_organisation import check_accent
from turnout.accounts.models import Organisation
from turnout.accounts.refusals import HardToRead
from turnout.rules.contrast import normal
from turnout.rules.text import is_visible, one_line

MOST_LINKS = 6


class NameField(forms.CharField):
    def clean(self, value: Any) -> str:
        name = one_line(super().clean(value))
        if not is_visible(name):
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return name


class ColourInput(forms.TextInput):
    input_type = "color"


class NewOrganisationForm(forms.Form):
    name = NameField(
        label=_("Name of the organisation"),
        max_length=120,
        help_text=_("People see it beside your events: a company, a club, a group of friends."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


class OrganisationForm(forms.Form):
    name = NameField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("New events and invitations begin in it."),
    )
    privacy_contact = forms.EmailField(
        label=_("Privacy contact"),
        max_length=254,
        required=False,
        help_text=_(
            "Where people write who want to see or delete what you know about them. Every page shows it."
        ),
    )
    website = forms.URLField(label=_("Website"), max_length=300, required=False, assume_scheme="https")
    accent = forms.CharField(
        label=_("Accent colour"),
        help_text=_("For buttons and links. A shade for dark screens is made from it."),
        widget=ColourInput,
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("JPEG, PNG, WebP or AVIF, up to 12 MB. A square one looks best."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )
    no_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    offered_accent = ""

    def clean_accent(self) -> str:
        colour = normal(self.cleaned_data["accent"])
        if colour is None:
            raise forms.ValidationError(gettext("Write the colour as # and six digits, such as #b83a12."))
        if colour != self.initial.get("accent"):
            try:
                check_accent(colour)
            except HardToRead as refusal:
                self.offered_accent = refusal.offered
                raise forms.ValidationError(_hard_to_read(refusal)) from None
        return colour


def _hard_to_read(refusal: HardToRead) -> str:
    return gettext(
        "%(colour)s is too light to read: its contrast with the page is %(ratio)s, and text needs 4.5. "
        "The nearest colour that can be read is %(offered)s."
    ) % {
        "colour": refusal.colour,
        "ratio": number_format(int(refusal.ratio * 10) / 10, 1),
        "offered": refusal.offered,
    }


class LinkForm(forms.Form):
    label = forms.CharField(label=_("Text"), max_length=60, required=False)
    address = forms.URLField(label=_("Address"), max_length=300, required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("address") and not found.get("label"):
            self.add_error("label", gettext("Say where the link leads."))
        if found.get("label") and not found.get("address") and "address" not in self.errors:
            self.add_error("address", gettext("Add the link's address."))
        return found


Links = forms.formset_factory(
    LinkForm, extra=2, max_num=MOST_LINKS, validate_max=True, absolute_max=MOST_LINKS
)


def links_of(formset: "forms.BaseFormSet[LinkForm]") -> list[dict[str, str]]:
    """A row whose both fields are empty is no link; so one is removed."""
    rows = [cast(dict[str, str], form.cleaned_data) for form in formset.forms]
    return [{"label": row["label"], "address": row["address"]} for row in rows if row.get("address")]


@dataclass(frozen=True)
class Together:
    """Several forms as one, for the summary of what is wrong."""

    parts: Sequence[forms.Form]

    @property
    def errors(self) -> bool:
        return any(form.errors for form in self.parts)

    @property
    def non_field_errors(self) -> list[str]:
        return [str(error) for form in self.parts for error in form.non_field_errors()]

    def __iter__(self) -> Iterator[forms.BoundField]:
        return (field for form in self.parts for field in form)


def initial_of(organisation: Organisation) -> dict[str, Any]:
    names = ("name", "language", "privacy_contact", "website", "accent")
    return {name: getattr(organisation, name) for name in names}
