"""What changed in one event, who changed it, and when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from turnout.accounts.models import Role, User
from turnout.events.guard import event_member
from turnout.events.models import Channel, Event, Option, Question
from turnout.interest.in_words import listed
from turnout.interest.option_words import option_label
from turnout.journal.models import Entry

PAGE = 50


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    what: str
    which: str
    fields: str


@event_member(Role.EDITOR)
def journal(request: HttpRequest, event: Event) -> HttpResponse:
    entries = Entry.objects.filter(event_id=event.pk, noun__in=NOUNS).order_by("-id")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        entries = entries.filter(pk__lt=int(before))
    shown = list(entries[: PAGE + 1])
    facts = {
        "organisation": event.organisation,
        "event": event,
        "lines": _lines(shown[:PAGE], event),
        "older": shown[PAGE - 1].pk if len(shown) > PAGE else None,
    }
    return render(request, "desk/event/journal.html", facts)


def _lines(entries: list[Entry], event: Event) -> list[Line]:
    names, things = names_of({entry.actor for entry in entries}), _things(entries, event)
    language = get_language() or event.language
    return [
        Line(
            entry.at,
            names.get(entry.actor, entry.actor),
            _said(entry),
            things.get((entry.noun, entry.noun_id or 0), ""),
            listed([str(FIELDS.get(name, name)) for name in entry.fields], language),
        )
        for entry in entries
    ]


def _said(entry: Entry) -> str:
    return str(WORDS.get((entry.verb, entry.noun)) or WORDS[("change", "event")])


def names_of(actors: Collection[str]) -> dict[str, str]:
    """Members by name; one who left the organisation still has done it."""
    ids = [int(actor.removeprefix("user:")) for actor in actors if actor.startswith("user:")]
    names = {f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=ids)}
    return names | {"system": gettext("Turnout"), "fan": gettext("The person")}


def _things(entries: list[Entry], event: Event) -> dict[tuple[str, int], str]:
    """What the entries speak of, as it is called now; what is gone has no name any more."""
    found: dict[tuple[str, int], str] = {}
    for noun, model in (("option", Option), ("question", Question), ("channel", Channel)):
        ids = [entry.noun_id for entry in entries if entry.noun == noun and entry.noun_id]
        if ids:
            found |= {
                (noun, thing.pk): _name(thing, event) for thing in model._default_manager.filter(pk__in=ids)
            }
    return found


def _name(thing: Option | Question | Channel, event: Event) -> str:
    if isinstance(thing, Option):
        return option_label(thing, event, get_language() or event.language, timezone.localdate())
    return str(thing)


def last_to_change(event: Event, field: str) -> str:
    """Who changed that field of the event last, by name."""
    name = field if field in FIELDS else "translations"
    recent = Entry.objects.filter(event_id=event.pk, noun="event").order_by("-id")[:20]
    actor = next((entry.actor for entry in recent if name in entry.fields), "")
    return names_of([actor]).get(actor, gettext("Somebody"))


WORDS: dict[tuple[str, str], Promise] = {
    ("create", "event"): _("Created the event"),
    ("duplicate", "event"): _("Created the event from another one"),
    ("change", "event"): _("Changed the page"),
    ("order", "event"): _("Changed the order"),
    ("publish", "event"): _("Published the event"),
    ("unpublish", "event"): _("Took the event back to a draft"),
    ("move", "event"): _("Changed the stage"),
    ("add", "option"): _("Added a place or date"),
    ("change", "option"): _("Changed a place or date"),
    ("retire", "option"): _("Removed a place or date"),
    ("move", "option"): _("Kept the local time after a change of the clocks"),
    ("place", "option"): _("Said where a place is"),
    ("add", "question"): _("Added a question"),
    ("change", "question"): _("Changed a question"),
    ("retire", "question"): _("Removed a question"),
    ("add", "channel"): _("Added a channel"),
    ("change", "channel"): _("Changed a channel"),
    ("remove", "channel"): _("Removed a channel"),
    ("try", "form"): _("Tried the form"),
    ("export", "interests"): _("Exported answers"),
    ("accept", "suspects"): _("Accepted answers that were to check"),
    ("reject", "suspects"): _("Rejected answers that were to check"),
    ("undo", "suspects"): _("Took a decision about answers to check back"),
    ("erase", "person"): _("Erased a person"),
    ("erase", "interests"): _("Erased answers whose time was over"),
    ("write", "mailing"): _("Wrote a mail to many"),
    ("try", "mailing"): _("Sent a test of a mail to many"),
    ("send", "mailing"): _("Started a mail to many"),
    ("take_back", "mailing"): _("Took back a mail to many"),
    ("pause", "mailing"): _("Paused a mail to many"),
    ("resume", "mailing"): _("Went on with a mail to many"),
    ("cancel", "mailing"): _("Cancelled a mail to many"),
    ("set", "costs"): _("Set what an empty seat and a person turned away cost"),
    ("add", "venue"): _("Added a hall"),
    ("change", "venue"): _("Changed a hall"),
    ("remove", "venue"): _("Removed a hall"),
    ("bring_back", "venue"): _("Brought a hall back"),
    ("make", "outlook"): _("Made a link to the forecast"),
    ("revoke", "outlook"): _("Ended a link to the forecast"),
    ("set_seats", "seats"): _("Changed how many places there are"),
    ("renew_key", "event"): _("Made a new key for tickets"),
    ("replace_key", "event"): _("Made a new key for tickets, and revoked the older ones"),
    ("offer", "ticket"): _("Offered a ticket to a friend"),
    ("take", "ticket"): _("Took a ticket from a friend"),
    ("decide", "decision"): _("Settled place and time"),
    ("change", "decision"): _("Changed place or time"),
    ("undecide", "decision"): _("Took place and time back"),
    ("settle", "option"): _("Settled a place or date"),
    ("unsettle", "option"): _("Put every place and date on offer again"),
    ("second", "event"): _("Took people along from another event"),
    ("write", "wave"): _("Put an invitation round together"),
    ("try", "wave"): _("Sent a test of an invitation"),
    ("send", "wave"): _("Started an invitation round"),
    ("take_back", "wave"): _("Took back an invitation round"),
    ("pause", "wave"): _("Paused an invitation round"),
    ("resume", "wave"): _("Went on with an invitation round"),
    ("cancel", "wave"): _("Stopped an invitation round"),
    ("start_draw", "wave"): _("Closed the entries of a random draw"),
    ("commit_draw", "wave"): _("Wrote down the entries of a random draw"),
    ("settle_draw", "wave"): _("Brought the public numbers of a random draw"),
    ("draw", "wave"): _("Held a random draw"),
    ("abandon_draw", "wave"): _("Abandoned a random draw"),
    ("save", "filter"): _("Saved a filter"),
    ("forget", "filter"): _("Removed a saved filter"),
}
# Of one answer, told on the person's own page: the event's journal names nobody who answered.
ANSWER_WORDS: dict[tuple[str, str], Promise] = {
    ("change", "interest"): _("Changed the answer"),
    ("withdraw", "interest"): _("Took the answer back"),
    ("restore", "interest"): _("Brought the answer back"),
    ("renew", "interest"): _("Made older links stop working"),
    ("expire", "interest"): _("Not confirmed in time, so it counts no longer"),
    ("ask_address", "interest"): _("Asked to use another address"),
    ("change_address", "interest"): _("Confirmed another address"),
    ("claim", "interest"): _("Confirmed the place"),
    ("decline", "interest"): _("Said no to the place"),
    ("release", "interest"): _("Gave the place back"),
    ("reconfirm", "interest"): _("Said that they still come"),
    ("lapse", "interest"): _("Did not reply in time"),
    ("wait", "interest"): _("Waits for a place"),
    ("leave", "interest"): _("Waits no longer"),
    ("unsubscribe", "interest"): _("Wants no more mailings about the event"),
    ("subscribe", "interest"): _("Wants mailings about the event again"),
    ("name_ticket", "interest"): _("Changed the name on a ticket"),
    ("take_back", "interest"): _("Took the tickets back"),
    ("export", "interest"): _("Downloaded all that is kept about the person"),
}
NOUNS = sorted({noun for _verb, noun in WORDS})
FIELDS: dict[str, Promise] = {
    "q": _("search"),
    "likelihood": _("how sure"),
    "verified": _("e-mail confirmed or not"),
    "via": _("where from"),
    "option": _("place or date"),
    "party": _("number of places"),
    "since": pgettext_lazy("field", "from a day on"),
    "until": pgettext_lazy("field", "up to a day"),
    "title": _("title"),
    "strapline": _("strapline"),
    "text": pgettext_lazy("field", "text"),
    "cover": _("picture"),
    "cover_alt": _("what the picture shows"),
    "supporter": _("sponsor's name"),
    "supporter_link": _("sponsor's website"),
    "supporter_picture": _("sponsor's picture"),
    "supporter_alt": _("what the sponsor's picture shows"),
    "slug": _("address"),
    "language": _("language"),
    "languages": _("languages"),
    "translations": _("translations"),
    "country": _("country"),
    "time_zone": _("time zone"),
    "opens_at": _("when the form opens"),
    "closes_at": _("when the form closes"),
    "human_check": _("human check"),
    "party_max": _("most people in one answer"),
    "least_age": _("least age"),
    "shows_count": _("count on the page"),
    "keep_days": _("how long answers are kept"),
    "unverified_days": _("days to confirm the e-mail address"),
    "consent": _("consent text"),
    "stage": _("stage"),
    "place": _("place"),
    "venue": _("hall"),
    "date": pgettext_lazy("field", "date"),
    "time": pgettext_lazy("field", "time"),
    "starts_at": _("when it starts"),
    "label": pgettext_lazy("field", "question"),
    "hint": _("hint"),
    "required": _("whether an answer is needed"),
    "choices": _("choices"),
    "limits": _("limits"),
    "show_if": _("when it is shown"),
    "name": pgettext_lazy("field", "name"),
    "kind": _("kind"),
    "options": _("places and dates"),
    "questions": _("questions"),
    "about": _("what it is about"),
    "texts": _("texts"),
    "narrowing": _("to whom"),
    "per_minute": _("how fast"),
}
urls = [path("<slug:organisation>/<slug:event>/journal/", journal, name="journal")]
