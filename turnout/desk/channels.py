"""Where the event is shared: one short link for each place, so that it shows which one brings people."""

from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.doing import answered, back, done
from turnout.desk.posting import posted, problems_of
from turnout.desk.ways import ways_of
from turnout.events.add_channel import add_channel
from turnout.events.addresses import short_address
from turnout.events.guard import event_member
from turnout.events.models import Channel, Event
from turnout.events.poster import Paper, poster_pdf
from turnout.events.remove_channel import remove_channel
from turnout.events.rename_channel import rename_channel
from turnout.interest.count_views import views_by_channel
from turnout.interest.queries import Counts, counts_of
from turnout.interest.tallies import NOTHING, Sums
from turnout.rules.source import source_of

Kind = Channel.Kind
KINDS: dict[str, str | Promise] = {
    Kind.REDDIT: "Reddit",
    Kind.FACEBOOK: "Facebook",
    Kind.X: "X",
    Kind.INSTAGRAM: "Instagram",
    Kind.WHATSAPP: "WhatsApp",
    Kind.TELEGRAM: "Telegram",
    Kind.YOUTUBE: "YouTube",
    Kind.NEWS: _("News site"),
    Kind.POSTER: _("Poster"),
    Kind.MAIL: _("Mail"),
    Kind.OTHER: pgettext_lazy("channel", "Other"),
}


class ChannelForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("channel", "Name"),
        max_length=80,
        error_messages={"required": _("Give it a name, such as “r/nimbus”.")},
        help_text=_("As you will recognise it: “r/gadgets”, “Poster at the station”."),
    )
    kind = forms.ChoiceField(label=pgettext_lazy("kind of channel", "Where"), choices=list(KINDS.items()))


class NewChannelForm(ChannelForm):
    code = forms.CharField(
        label=_("End of the short link"),
        max_length=40,
        required=False,
        help_text=_("Made from the name where it is empty. It cannot be changed later."),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
    )


@dataclass(frozen=True)
class Line:
    channel: Channel
    kind: str | Promise
    address: str
    count: Sums


@event_member(Role.EDITOR)
def channels(request: HttpRequest, event: Event) -> HttpResponse:
    """The list, and the form that adds to it."""
    sent = posted(request)
    form = NewChannelForm(sent.data, initial={"kind": Kind.REDDIT})
    if sent.saves and done(form, event, lambda: add_channel(event, actor_of(request), **form.cleaned_data)):
        messages.success(request, gettext("Added. Copy its link, or print its poster."))
        return back(event, "channels")
    facts = {"organisation": event.organisation, "event": event, "form": form, "restored": sent.restored}
    counts = counts_of(event.pk)
    prefetch_related_objects([event], "channels")
    facts |= {"lines": _lines(event, counts), "problems": problems_of(form)}
    facts |= {"ways": ways_of(event, counts, views_by_channel(event.pk))}
    return render(request, "desk/event/channels.html", facts, status=422 if sent.saves else 200)


def _lines(event: Event, counts: Counts) -> list[Line]:
    by_code = counts.of("via")
    return [
        Line(channel, KINDS[channel.kind], short_address(channel), by_code.get(channel.code, NOTHING))
        for channel in event.open_channels()
    ]


@event_member(Role.EDITOR)
def channel(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    """Rename it, or remove it after a second look."""
    stands = channel_of(event, code)
    sent = posted(request)
    form = ChannelForm(sent.data, initial={"name": stands.name, "kind": stands.kind})
    if sent.saves and done(
        form, event, lambda: rename_channel(stands, actor_of(request), **form.cleaned_data)
    ):
        messages.success(request, gettext("Saved."))
        return back(event, "channels")
    facts = {
        "organisation": event.organisation,
        "event": event,
        "form": form,
        "stands": stands,
        "address": short_address(stands),
        "answers": counts_of(event.pk).of("via").get(stands.code, NOTHING).answers,
        "restored": sent.restored,
        "problems": problems_of(form),
    }
    return render(request, "desk/event/channel.html", facts, status=422 if sent.saves else 200)


@require_POST
@event_member(Role.EDITOR)
def remove(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    verb = partial(remove_channel, channel_of(event, code), actor_of(request))
    return answered(request, event, "channels", verb, gettext("Removed."))


@require_POST
@event_member(Role.EDITOR)
def channel_of_source(request: HttpRequest, event: Event) -> HttpResponse:
    """Make a channel of a campaign or site that brought people without one."""
    source = request.POST.get("source", "")
    if not source_of(source) or source in event.channel_sources():
        return back(event, "channels")
    verb = partial(add_channel, event, actor_of(request), source, Kind.NEWS, source=source)
    said = gettext("Added. Who comes from %(source)s counts there from now on.") % {"source": source}
    return answered(request, event, "channels", verb, said)


@event_member(Role.EDITOR)
def poster(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    """A sheet to hang up, with the link as a QR code, in the paper's size."""
    stands = channel_of(event, code)
    paper: Paper = "letter" if request.GET.get("paper") == "letter" else "a4"
    name = f"{event.slug}-{stands.code}-{paper}.pdf"
    return HttpResponse(
        poster_pdf(stands, paper, event.language),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def channel_of(event: Event, code: str) -> Channel:
    return get_object_or_404(event.channels, code=code, retired_at=None)


_AT = "<slug:organisation>/<slug:event>/channels/"
urls = [
    path(_AT, channels, name="channels"),
    path("<slug:organisation>/<slug:event>/channel-of-source/", channel_of_source, name="channel-of-source"),
    path(f"{_AT}<slug:code>/", channel, name="channel"),
    path(f"{_AT}<slug:code>/poster.pdf", poster, name="poster"),
    path(f"{_AT}<slug:code>/remove/", remove, name="remove-channel"),
]
