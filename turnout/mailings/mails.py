from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from turnout.interest.models import Interest
from turnout.mailings.models import Mailing
from turnout.mailings.placeholders import values_for, values_of_a_trial
from turnout.mailings.recipients import Recipient, recipients
from turnout.mailings.stop_mailing import CANCELLED
from turnout.mailings.write import write
from turnout.outbox.render import NoLongerNeeded, resolves
from turnout.outbox.unsubscribe_link import Purpose, unsubscribe_link


@resolves("mailings/mailing")
def mailing(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Asked once more at the last moment whether this person is to get it."""
    found = _mailing(ids["mailing"])
    if found.state == Mailing.State.CANCELLED:
        raise NoLongerNeeded(CANCELLED)
    person = recipients(found).filter(pk=ids.get("interest") or ids["subscriber"]).first()
    if person is None or _moved(person, ids):
        raise NoLongerNeeded("the person took the answer back, wants no such mails, or fits no longer")
    return facts_of(found, person, _language())


def _moved(person: Recipient, ids: Mapping[str, Any]) -> bool:
    """Another address, or a new link: what opens the answer now must not go where it was written to."""
    if not isinstance(person, Interest):
        return False
    return person.generation != int(ids.get("generation", person.generation))


@resolves("mailings/trial")
def trial(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """To the organiser: with their own name, and with nobody's link."""
    found = _mailing(ids["mailing"])
    language = _language()
    return _facts(found, values_of_a_trial(found.event, ids["name"], language), language)


def facts_of(mailing: Mailing, person: Recipient, language: str) -> Mapping[str, Any]:
    is_answer = isinstance(person, Interest)
    values = values_for(mailing.event, person if isinstance(person, Interest) else None, language)
    purpose = Purpose.EVENT if is_answer else Purpose.NEWS
    return {
        **_facts(mailing, values, language),
        "unsubscribe_link": unsubscribe_link(purpose, person.public_id),
    }


def _facts(mailing: Mailing, values: Mapping[str, str], language: str) -> Mapping[str, Any]:
    return {
        "written": write(mailing, language, values),
        "event": values["event"],
        "organisation": mailing.event.organisation.name,
        "is_news": mailing.about == Mailing.About.NEWS,
    }


def _language() -> str:
    """The mail's: facts are looked up in it."""
    return get_language() or settings.LANGUAGE_CODE


def _mailing(pk: int) -> Mailing:
    found = Mailing.objects.select_related("event__organisation").filter(pk=pk).first()
    if found is None:
        raise NoLongerNeeded("the mailing is gone")
    return found
