"""A calendar's own mail (iTIP, RFC 5546): the event comes into a holder's calendar, moves in it, and goes."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import STATUS, Calendar, vCalAddress
from icalendar import Event as Entry

from turnout.events.models import Event
from turnout.events.zone_rules import zone_rules
from turnout.tickets.occasion import Occasion

# Nobody tells when it ends: so long a calendar shows it.
USUAL = dt.timedelta(hours=3)
_AROUND = dt.timedelta(days=370)


@dataclass(frozen=True)
class Invitee:
    """`uid` is the same in every mail about what this person holds."""

    uid: str
    email: str
    name: str
    link: str


def invite_file(event: Event, occasion: Occasion, invitee: Invitee, method: str, stamp: dt.datetime) -> bytes:
    """METHOD:REQUEST or CANCEL, or PUBLISH for who adds it by hand. Empty while it has no date."""
    if occasion.starts_at is None:
        return b""
    calendar = Calendar.new(prodid="-//Turnout//EN", method=method)
    calendar.add_component(_entry(event, occasion, invitee, method == "CANCEL", stamp))
    day = occasion.starts_at.date()
    calendar.add_component(zone_rules(occasion.time_zone, day - _AROUND, day + _AROUND))
    return bytes(calendar.to_ical())


def _entry(event: Event, occasion: Occasion, invitee: Invitee, ends: bool, stamp: dt.datetime) -> Entry:
    zone = ZoneInfo(occasion.time_zone)
    start = occasion.starts_at or stamp
    entry = Entry.new(
        uid=invitee.uid,
        stamp=stamp,
        # A ticket that ends says so after whatever was said of it before.
        sequence=2 * occasion.edition + ends,
        start=start.astimezone(zone),
        end=(occasion.ends_at or start + USUAL).astimezone(zone),
        summary=occasion.title,
        description="\n\n".join(filter(None, (occasion.doors, occasion.access, invitee.link))),
        location=", ".join(filter(None, (occasion.where, occasion.address))) or None,
        status=STATUS.CANCELLED if ends else STATUS.CONFIRMED,
        organizer=_organizer(event),
    )
    entry.add("attendee", _attendee(invitee))
    return entry


def _organizer(event: Event) -> vCalAddress:
    """Where the mail comes from: calendars believe a change from nobody else."""
    organizer = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    organizer.params["CN"] = event.organisation.name
    return organizer


def _attendee(invitee: Invitee) -> vCalAddress:
    """They have said yes already: nobody waits for an answer of the calendar."""
    attendee = vCalAddress(f"mailto:{invitee.email}")
    attendee.params["CN"] = invitee.name or invitee.email
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "ACCEPTED"
    attendee.params["RSVP"] = "FALSE"
    return attendee


def host() -> str:
    return str(urlsplit(settings.TURNOUT_BASE_URL).hostname)
