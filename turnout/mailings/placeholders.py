"""What a mailing can say differently to each."""

from collections.abc import Collection

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnout.events.addresses import page_address
from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.personal_link import personal_link
from turnout.mailings.models import Mailing

# Of an event's own people; news go to those of whom nothing is known but the address.
MEANINGS: dict[str, Promise] = {
    "name": _("the person's name"),
    "people": _("for how many people they answered"),
    "my_link": _("the link to their own page"),
    "event": _("the event's title"),
    "event_link": _("the address of the event's page"),
    "organisation": _("your organisation's name"),
}
_OF_A_PERSON = {"name", "people", "my_link"}
LINKS = {"my_link", "event_link"}


def known_to(about: str) -> Collection[str]:
    return MEANINGS.keys() - (_OF_A_PERSON if about == Mailing.About.NEWS else set())


def values_for(event: Event, interest: Interest | None, language: str) -> dict[str, str]:
    """Without an interest what is true for everybody. The personal link is a secret, see secret_part."""
    values = {
        "event": event.in_language("title", language),
        "event_link": page_address(event),
        "organisation": event.organisation.name,
    }
    if interest is not None:
        values |= {
            "name": interest.name,
            "people": str(interest.party),
            "my_link": personal_link(interest),
        }
    return values


def values_of_a_trial(event: Event, name: str, language: str) -> dict[str, str]:
    """For a test mail to oneself: it must carry nobody's link."""
    page = settings.TURNOUT_BASE_URL + "/my/…/"
    return values_for(event, None, language) | {"name": name, "people": "2", "my_link": page}
