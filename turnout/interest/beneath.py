"""What stands beneath an event's page: rooms that know more of the event put it there.

A room registers in a module that its AppConfig.ready() imports:

    @stands_beneath
    def news_of(event: Event, language: str) -> SafeString: ...

and renders the event's pages again when it changes.
"""

from collections.abc import Callable

from django.utils.safestring import SafeString

from turnout.events.models import Event

Part = Callable[[Event, str], SafeString]
_parts: list[Part] = []


def stands_beneath(part: Part) -> Part:
    _parts.append(part)
    return part


def beneath(event: Event, language: str) -> list[SafeString]:
    """In the active language, which must be that one. An empty part is left out."""
    return [html for part in _parts if (html := part(event, language))]
