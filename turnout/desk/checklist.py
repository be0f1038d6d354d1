"""What should be right before people see an event. Each point looks for itself, and has its fix."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from turnout.accounts.try_mail import mail_arrived, tried_mails
from turnout.desk.reachable import reached
from turnout.events.models import Event
from turnout.interest.preview import TRIED
from turnout.journal.models import Entry
from turnout.outbox.models import Mail
from turnout.outbox.way_out import name_of_way_out


@dataclass(frozen=True)
class Point:
    """`fix` is what to do, `address` where; `part` names a template that has more than that."""

    name: str
    good: bool
    title: str
    says: str
    fix: str = ""
    address: str = ""
    part: str = ""


def checklist(event: Event) -> list[Point]:
    return [_form(event), _privacy(event), _mail(event), _https()]


def _https() -> Point:
    base, found = settings.TURNOUT_BASE_URL, reached(settings.TURNOUT_BASE_URL)
    says = {
        "": gettext("%s answers, with a certificate that browsers accept."),
        "plain": gettext("%s has no HTTPS: browsers warn, and names and addresses travel in the open."),
        "certificate": gettext("%s answers with a certificate that browsers do not accept."),
        "silent": gettext(
            "%s does not answer from here. Some networks cannot reach themselves: look from a phone."
        ),
        "answer": gettext("%s answers, but with another page than this program's."),
    }[found.fault] % base
    fix = gettext("Set up HTTPS as docs/running.md describes, and set TURNOUT_BASE_URL to the address.")
    return Point("https", not found.fault, gettext("Reachable over HTTPS"), says, fix if found.fault else "")


def _mail(event: Event) -> Point:
    title = gettext("Mail arrives")
    if settings.MAIL is None:
        return Point(
            "mail",
            False,
            title,
            gettext("No mail server is set, so mails stay in the outbox and nobody gets them."),
            gettext("Set TURNOUT_SMTP_URL as docs/running.md describes, and start the program again."),
        )
    if mail_arrived(event.organisation):
        says = gettext("A test mail was sent through %s and read.") % name_of_way_out().partition(":")[0]
        return Point("mail", True, title, says)
    tried = tried_mails(event.organisation)
    says = _mail_state(tried[0]) if tried else gettext("Nobody has tried it with this mail server yet.")
    return Point("mail", False, title, says, part="desk/event/try_mail.html")


def _mail_state(mail: Mail) -> str:
    to = {"address": mail.recipient, "error": mail.error}
    if mail.state == Mail.State.SENT:
        return gettext("The test mail to %(address)s was handed over. Type the number that it shows.") % to
    if mail.state == Mail.State.QUEUED:
        waits = gettext("The test mail to %(address)s waits to be sent.") % to
        return f"{waits} {mail.error}" if mail.error else waits
    return gettext("The test mail to %(address)s was not sent: %(error)s") % to


def _privacy(event: Event) -> Point:
    contact = event.organisation.privacy_contact
    title = gettext("People know whom to ask about their data")
    if contact:
        return Point("privacy", True, title, gettext("The page names %s.") % contact)
    return Point(
        "privacy",
        False,
        title,
        gettext("The page names no address for questions about privacy."),
        gettext("Add a privacy contact"),
        reverse("desk:settings", args=[event.organisation.slug]),
    )


def _form(event: Event) -> Point:
    title = gettext("You have tried the form")
    preview = reverse("event", args=[event.slug]) + "?preview"
    tried = _last_entry(event, verb=TRIED)
    if tried and tried > _last_entry(event, noun__in=["question", "option"]):
        return Point("form", True, title, gettext("It was filled in as it is asked now."))
    says = (
        gettext("Places, dates or questions have changed since it was tried.")
        if tried
        else gettext("Nobody has filled it in yet. It shows what a guest sees, and keeps nothing.")
    )
    return Point("form", False, title, says, gettext("Try the form"), preview)


def _last_entry(event: Event, **which: object) -> int:
    found = Entry.objects.filter(event_id=event.pk, **which).order_by("-pk").values_list("pk", flat=True)
    return found.first() or 0
