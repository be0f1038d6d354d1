import datetime as dt
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import STATUS, TRANSP, Calendar, vCalAddress
from icalendar import Event as Entry

from turnout.events.addresses import page_address
from turnout.events.models import Event, Option, Stage
from turnout.events.when_and_where import country_name, place_of, venue_of
from turnout.events.zone_rules import zone_rules

# Rules of a zone are told for a year around: enough for what is in the file, and a kilobyte short.
_AROUND = dt.timedelta(days=370)


def calendar_file(event: Event, language: str) -> bytes | None:
    """One entry for each day on offer, by its place's own clock; None where no day is named yet."""
    options = [option for option in event.open_options() if option.date]
    if not options:
        return None
    calendar = Calendar.new(
        prodid="-//Turnout//EN",
        uid=f"event-{event.pk}@{_host()}",
        name=event.in_language("title", language),
        language=language,
    )
    for option in options:
        calendar.add_component(_entry(event, option, language, len(event.open_options()) > 1))
    days = [option.date for option in options if option.date]
    for zone in sorted({option.time_zone or event.time_zone for option in options if option.time}):
        calendar.add_component(zone_rules(zone, min(days) - _AROUND, max(days) + _AROUND))
    return bytes(calendar.to_ical())


def _entry(event: Event, option: Option, language: str, undecided: bool) -> Entry:
    address, status = page_address(event), _status(event, undecided)
    return Entry.new(
        uid=f"option-{option.pk}@{_host()}",
        stamp=event.published_at or event.created_at,
        sequence=event.edition,
        start=_start(event, option),
        summary=event.in_language("title", language),
        description="\n\n".join(filter(None, (event.in_language("strapline", language), address))),
        location=_location(option, language) or None,
        url=address,
        status=status,
        # A day that is only possible keeps nobody's calendar busy.
        transparency=TRANSP.OPAQUE if status == STATUS.CONFIRMED else TRANSP.TRANSPARENT,
        organizer=_organizer(event, address),
    )


def _host() -> str:
    return str(urlsplit(settings.TURNOUT_BASE_URL).hostname)


def _start(event: Event, option: Option) -> dt.date | dt.datetime:
    if option.date is None or option.time is None:
        return option.date or dt.date.min
    return dt.datetime.combine(option.date, option.time, ZoneInfo(option.time_zone or event.time_zone))


def _location(option: Option, language: str) -> str:
    country = country_name(option.country, language) if option.place else ""
    return ", ".join(filter(None, (venue_of(option, language), place_of(option, language), country)))


def _status(event: Event, undecided: bool) -> STATUS:
    if event.stage == Stage.CANCELLED:
        return STATUS.CANCELLED
    return STATUS.TENTATIVE if undecided or event.stage == Stage.GAUGING else STATUS.CONFIRMED


def _organizer(event: Event, address: str) -> vCalAddress:
    contact = event.organisation.privacy_contact
    organizer = vCalAddress(f"mailto:{contact}" if contact else address)
    organizer.params["CN"] = event.organisation.name
    return organizer
