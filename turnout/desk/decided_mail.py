"""The mail that tells those who answered what was decided, in each language of the event."""

from django.utils import translation
from django.utils.translation import gettext

from turnout.invitations.decided_words import facts_of
from turnout.invitations.models import Decision
from turnout.mailings.models import Mailing
from turnout.mailings.save_mailing import save_mailing


def write_decided_mail(decision: Decision, actor: str) -> Mailing:
    """A draft, to everybody who agreed to hear of the event and confirmed the address."""
    event = decision.event
    languages = dict.fromkeys([event.language, *event.languages])
    return save_mailing(
        event,
        actor,
        {
            "about": Mailing.About.EVENT,
            "texts": {language: _written(decision, language) for language in languages},
            "narrowing": {"verified": "yes"},
            "per_minute": 600,
        },
    )


def _written(decision: Decision, language: str) -> dict[str, str]:
    facts = facts_of(decision, language)
    with translation.override(language):
        place = "\n".join(f"- {line}" for line in (facts["when"], facts["where"], facts["address"]) if line)
        text = gettext(
            "Hello {name},\n\nthanks to your answer it is decided:\n\n%(place)s\n\n"
            "Nothing is booked yet. If there is a place for you, an invitation comes by mail, and you then "
            "say whether you come. You can change your answer or take it back on [your page]({my_link})."
        )
        return {"subject": gettext("It is decided: {event}"), "text": text % {"place": place}}
