"""What the worker does for those who answered, done here and now."""

from datetime import datetime

from turnout.interest import expire, remind, send_links, tell_repeats, welcome
from turnout.outbox.models import Mail
from turnout.worker import Work

WORK = (
    Work("welcome", welcome.due, welcome.welcome),
    Work("repeat", tell_repeats.due, tell_repeats.tell_repeats),
    Work("lost link", send_links.due, send_links.send_links),
    Work("reminder", remind.due, remind.remind),
    Work("expiry", expire.due, expire.expire),
)


def work_at(now: datetime) -> None:
    """Rounds of all of it, as of that time, until nothing is due."""
    for work in WORK:
        while items := work.due(now):
            for item in items:
                work.do(item, now)


def mails(template: str = "") -> list[tuple[str, str]]:
    """Template and recipient of each in the outbox, oldest first."""
    found = Mail.objects.order_by("pk")
    if template:
        found = found.filter(template=template)
    return list(found.values_list("template", "recipient"))
