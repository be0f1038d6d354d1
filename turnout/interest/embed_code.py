"""What an organiser pastes into a page of another site."""

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from turnout.events.models import Event
from turnout.interest.event_page import address
from turnout.rush.shelf import EMBEDDED

# Before the frame's own script says how high it is, and where it cannot.
HEIGHT = 900
_BUTTON = (
    "display:inline-block;padding:.75em 1.5em;border-radius:2em;background:{};color:#fff;"
    "font:600 1em sans-serif;text-decoration:none"
)


def frame_address(event: Event, lang: str = "", via: str = "") -> str:
    return settings.TURNOUT_BASE_URL + address(event, EMBEDDED, lang=lang, via=via)


def frame_code(event: Event, language: str, via: str) -> str:
    """The form in a frame, and the script that gives it the height it needs."""
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" style="border:0" loading="lazy"></iframe>\n'
        '<script src="{}" async></script>',
        frame_address(event, language, via),
        event.in_language("title", language),
        HEIGHT,
        f"{settings.TURNOUT_BASE_URL}/embed.js",
    )


def button_code(event: Event, language: str, via: str) -> str:
    """A link that looks like a button, for sites that take neither frames nor scripts."""
    with translation.override(language):
        words = _("Count me in")
    return format_html(
        '<a href="{}" target="_blank" rel="noopener" style="{}">{}: {}</a>',
        settings.TURNOUT_BASE_URL + address(event, lang=language, via=via),
        _BUTTON.format(event.organisation.accent),
        words,
        event.in_language("title", language),
    )
