"""What to post at one place where the event is shared: texts to copy, pictures, and where they go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from turnout.accounts.models import Role
from turnout.desk.channels import KINDS, channel_of
from turnout.events.addresses import short_address
from turnout.events.channel_picture import FRAMES, Shape, picture_of
from turnout.events.guard import event_member
from turnout.events.kit import full_address, kit_of
from turnout.events.models import Channel, Event
from turnout.interest.event_page import LANGUAGE_NAMES, languages_of

Kind = Channel.Kind
ROLES: dict[str, str | Promise] = {
    "title": pgettext_lazy("of a post", "Title"),
    "text": pgettext_lazy("of a post", "Text"),
    "subject": _("Subject"),
    "caption": _("Text below the picture"),
    "description": _("Description of the video"),
}
OPEN: dict[str, str | Promise] = {
    Kind.REDDIT: _("Open Reddit with it filled in"),
    Kind.FACEBOOK: _("Open Facebook with the link filled in"),
    Kind.X: _("Open X with it filled in"),
    Kind.WHATSAPP: _("Open WhatsApp with it filled in"),
    Kind.TELEGRAM: _("Open Telegram with it filled in"),
    Kind.MAIL: _("Open your mail program with it filled in"),
}
HINTS: dict[str, str | Promise] = {
    Kind.REDDIT: _(
        "Ask the moderators before you post, and read the rules of the community. "
        "The text has the full address: Reddit distrusts short links and often removes posts with them."
    ),
    Kind.FACEBOOK: _("Facebook takes only the link. Paste the text yourself."),
    Kind.INSTAGRAM: _("Links in a post cannot be pressed. Put the address into your profile as well."),
    Kind.YOUTUBE: _("The address comes first, so that it is seen without opening the description."),
    Kind.NEWS: _("Send it to the editors. They may also show the form itself on their page."),
}


@event_member(Role.EDITOR)
def kit(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    channel = channel_of(event, code)
    language = _language(request, event)
    made = kit_of(channel, language)
    facts = {
        "organisation": event.organisation,
        "event": event,
        "channel": channel,
        "kind": KINDS[channel.kind],
        "hint": HINTS.get(channel.kind, ""),
        "address": full_address(channel) if channel.kind == Kind.REDDIT else short_address(channel),
        "texts": [(ROLES[each.role], each.text, _rows(each.text)) for each in made.texts],
        "opens": made.opens,
        "open_words": OPEN.get(channel.kind, ""),
        "language": language,
        "languages": [(each, LANGUAGE_NAMES.get(each, each)) for each in languages_of(event)],
        "shapes": [(name, *FRAMES[name][:2]) for name in FRAMES],
    }
    return render(request, "desk/event/kit.html", facts)


@event_member(Role.EDITOR)
def picture(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    shape: Shape = "tall" if request.GET.get("shape") == "tall" else "square"
    drawn = picture_of(channel_of(event, code), shape, _language(request, event))
    return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": "private, max-age=60"})


def _rows(text: str) -> int:
    """So many lines of a narrow screen that little of it has to be scrolled."""
    return sum(1 + len(line) // 58 for line in text.split("\n"))


def _language(request: HttpRequest, event: Event) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in languages_of(event) else event.language


_AT = "<slug:organisation>/<slug:event>/channels/<slug:code>/"
urls = [
    path(f"{_AT}kit/", kit, name="kit"),
    path(f"{_AT}picture.png", picture, name="channel-picture"),
]
