"""What an invitation can say differently to each."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnout.interest.models import Interest
from turnout.invitations.decided_words import facts_of, moment
from turnout.invitations.models import Decision, Wave
from turnout.mailings.placeholders import MEANINGS as OF_ANY_MAIL
from turnout.mailings.placeholders import values_for, values_of_a_trial

MEANINGS: dict[str, Promise] = {
    **OF_ANY_MAIL,
    "people": _("for how many people there are places"),
    "reply_by": _("until when they may reply"),
    "when": _("when it begins"),
    "doors": _("when the doors open"),
    "where": _("hall and city"),
    "address": _("the address of the place"),
}


def values_to(
    interest: Interest, party: int, reply_by: str, decision: Decision, language: str
) -> dict[str, str]:
    """The personal link is a secret, see outbox.secret_part."""
    event = decision.event
    return {
        **values_for(event, interest, language),
        **facts_of(decision, language),
        "people": str(party),
        "reply_by": reply_by,
    }


def values_of_wave_trial(wave: Wave, decision: Decision, name: str, language: str) -> dict[str, str]:
    """For a test mail to oneself: it carries nobody's link."""
    until = moment(wave.reply_by, decision, language) if wave.reply_by else ""
    return {
        **values_of_a_trial(decision.event, name, language),
        **facts_of(decision, language),
        "reply_by": until,
        "my_link": settings.TURNOUT_BASE_URL + "/my/…/",
    }
