"""How things stand with an answer, in plain words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from turnout.events.models import Event, Stage
from turnout.fan.moment import moment
from turnout.interest import in_words
from turnout.interest.expire import counts_until
from turnout.interest.lifetime import ALIVE
from turnout.interest.models import Interest
from turnout.interest.withdraw import UNDO


@dataclass(frozen=True)
class Status:
    """`mark` names an icon; `asks` is the one thing to do: confirm, restore, again, or nothing."""

    heading: str
    words: str
    mark: str = "check"
    asks: str = ""


def status_of(interest: Interest, now: datetime) -> Status:
    if interest.standing == Interest.Standing.WITHDRAWN:
        return _taken_back(interest, now)
    if interest.event.stage not in ALIVE:
        return _over(interest.event)
    if not interest.verified_at:
        return _unconfirmed(interest)
    return _WAITING[Stage(interest.event.stage)](interest)


def _taken_back(interest: Interest, now: datetime) -> Status:
    heading = _("You took your answer back")
    until = (interest.standing_at or now) + UNDO
    if now <= until:
        words = _("It counts no longer. You can undo this until %(moment)s.") % {
            "moment": moment(until, interest.event, interest.language)
        }
        return Status(heading, words, mark="remove", asks="restore")
    asks = "again" if interest.event.stage in ALIVE else ""
    return Status(heading, _("It counts no longer."), mark="remove", asks=asks)


def _over(event: Event) -> Status:
    if event.stage == Stage.CANCELLED:
        return Status(_("This event is cancelled"), _("It will not take place."), mark="remove")
    if event.stage == Stage.PAST:
        return Status(_("This event is over"), _("Thank you for your answer."))
    return Status(
        _("This event is not announced at present"),
        _("%(host)s has taken its page away. Your answer is kept.") % {"host": event.organisation.name},
        mark="clock",
    )


def _unconfirmed(interest: Interest) -> Status:
    values = {"host": interest.event.organisation.name, "day": expiry_day(interest)}
    if interest.standing == Interest.Standing.EXPIRED:
        words = _("It was not confirmed in time and counts no longer. One press brings it back.")
    elif settings.MAIL is None:
        words = _("%(host)s plans with answers that are confirmed. One press, and yours is.")
    else:
        words = _("%(host)s plans with answers that are confirmed. Until %(day)s, one press confirms yours.")
    return Status(_("Is this answer yours?"), words % values, mark="mail", asks="confirm")


def expiry_day(interest: Interest) -> str:
    at = counts_until(interest, timezone.now())
    return in_words.moment(at, interest.event, interest.language, timezone.localdate())[0]


def _gauging(interest: Interest) -> Status:
    event = interest.event
    if event.closes_at and event.closes_at > timezone.now():
        closing = {"moment": moment(event.closes_at, event, interest.language)}
        return Status(_("You are counted in"), _("Answers are taken until %(moment)s.") % closing)
    return Status(
        _("You are counted in"),
        _("%(host)s is finding out how many would come.") % {"host": event.organisation.name},
    )


def _inviting(interest: Interest) -> Status:
    words = _("%(host)s is sending out invitations. Yours would come to %(email)s.")
    return Status(
        _("You are counted in"),
        words % {"host": interest.event.organisation.name, "email": interest.email},
    )


def _closed(interest: Interest) -> Status:
    words = _("Answers are closed. %(host)s decides what comes next, and writes to %(email)s.")
    return Status(
        _("You are counted in"),
        words % {"host": interest.event.organisation.name, "email": interest.email},
    )


_WAITING: dict[Stage, Callable[[Interest], Status]] = {
    Stage.GAUGING: _gauging,
    Stage.INVITING: _inviting,
    Stage.CLOSED: _closed,
}
