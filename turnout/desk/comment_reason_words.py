"""Why a comment looks like spam, in words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TRAITS: dict[str, Promise] = {
    "~links-0": gettext_lazy("No link"),
    "~links-1": gettext_lazy("A link"),
    "~links-2": gettext_lazy("Two links"),
    "~links-3": gettext_lazy("Three links or more"),
    "~cheap-domain": gettext_lazy("A domain of a kind that spam likes"),
    "~host": gettext_lazy("Names a website"),
    "~mail-address": gettext_lazy("An e-mail address in the text"),
    "~phone": gettext_lazy("A phone number"),
    "~money": gettext_lazy("An amount of money"),
    "~messenger": gettext_lazy("Asks to write elsewhere"),
    "~hidden": gettext_lazy("Invisible characters"),
    "~mixed-scripts": gettext_lazy("Letters of two alphabets in one word"),
    "~capitals": gettext_lazy("Mostly capitals"),
    "~exclaims": gettext_lazy("Many exclamation marks"),
    "~pictures": gettext_lazy("Many emoji"),
    "~same-again": gettext_lazy("The same words again and again"),
    "~markup": gettext_lazy("Code for links"),
    "~name-is-link": gettext_lazy("A website as the name"),
    "~asks": gettext_lazy("A question"),
    "~recent-some": gettext_lazy("Several from this connection within the hour"),
    "~recent-many": gettext_lazy("Many from this connection within the hour"),
    "~sign-filled": gettext_lazy("Filled in a field that no person sees"),
    "~sign-young": gettext_lazy("Sent faster than anybody types"),
    "~sign-bare": gettext_lazy("Sent without what every browser sends"),
    "~sign-stale": gettext_lazy("The form was opened more than a day before"),
    "~blocked-address": gettext_lazy("The address is blocked"),
    "~blocked-network": gettext_lazy("The connection is blocked"),
    "~blocked-word": gettext_lazy("A blocked word"),
    "~not-on-list": gettext_lazy("The address is not on the event's list"),
}


def reasons_in_words(codes: Iterable[str]) -> list[str]:
    return [_word(code) for code in codes]


def _word(code: str) -> str:
    if code.startswith("~"):
        return str(TRAITS.get(code, code))
    if code.startswith("name:"):
        return _("The name has “%(word)s”") % {"word": code.removeprefix("name:")}
    return _("The word “%(word)s”") % {"word": code}
