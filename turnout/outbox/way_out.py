"""Where mails go: to the mail server, or to a provider's own interface."""

from django.conf import settings

from turnout.outbox import smtp
from turnout.outbox.provider import Provider

WayOut = smtp.Connection | Provider


def way_out() -> WayOut:
    """A new one; close it when nothing more is to be sent."""
    return Provider(settings.EMAIL_BACKEND) if settings.TURNOUT_MAIL_PROVIDER else smtp.Connection()


def name_of_way_out() -> str:
    """As people know it: the server's host and port, or the provider's name; empty where there is none."""
    if settings.MAIL is None:
        return ""
    return settings.TURNOUT_MAIL_PROVIDER or f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
