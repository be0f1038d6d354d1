from django.utils import translation
from django.utils.translation import ngettext

from turnout.events.models import Event


def consent_text(event: Event, language: str) -> str:
    """What a fan agrees to: the organiser's text in that language, or the house's."""
    own = event.translations.get(language, {}).get("consent")
    if own or (event.consent and language == event.language):
        return str(own or event.consent)
    if event.consent:
        # The house's text in this language would promise something else than the organiser's.
        return event.consent
    with translation.override(language):
        return ngettext(
            "%(host)s may keep this until %(days)s day after the event, to plan it and to invite me.",
            "%(host)s may keep this until %(days)s days after the event, to plan it and to invite me.",
            event.keep_days,
        ) % {"host": event.organisation.name, "days": event.keep_days}


def consent_texts(event: Event) -> dict[str, str]:
    return {language: consent_text(event, language) for language in (event.language, *event.languages)}
