"""Mails handed to a provider's own interface, by django-anymail, which is installed beside Turnout."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string

from turnout.outbox.message import message_of
from turnout.outbox.models import Mail
from turnout.outbox.outcomes import OutcomeUnknown, Refused, TryLater

# Wrong keys and a used-up allowance are mended by people or by time; the mail is not to blame.
_NOT_THE_MAILS_FAULT = frozenset({401, 402, 403, 404, 408, 421, 429, 503})


class Provider:
    """Speaks as smtp.Connection does. `backend` is an Anymail backend's dotted name."""

    def __init__(self, backend: str) -> None:
        self._backend = backend

    def send(
        self,
        mail: Mail,
        sender: str,
        *,
        now: datetime,
        point_of_no_return: Callable[[], None],
    ) -> None:
        """Returns when the provider has taken the mail. Raises as smtp.Connection's does."""
        from anymail import exceptions as anymail

        email = message_of(mail)
        email.envelope_sender = sender  # type: ignore[attr-defined]
        backend: Any = import_string(self._backend)()
        point_of_no_return()
        try:
            backend.send_messages([email])
        except anymail.AnymailAPIError as problem:
            raise _outcome(problem.status_code, _words(problem)) from problem
        except (anymail.AnymailRecipientsRefused, anymail.AnymailInvalidAddress) as problem:
            raise Refused(_words(problem)) from problem

    def close(self) -> None:
        """Each mail has a conversation of its own."""

    def close_if_idle(self, now: datetime) -> None:
        """Nothing is kept open."""


def _outcome(status: int | None, words: str) -> Exception:
    """Of an answer of 5xx nobody knows whether it was said before or after the mail was taken."""
    if status in _NOT_THE_MAILS_FAULT:
        return TryLater(words)
    if status is not None and 400 <= status < 500:
        return Refused(words)
    return OutcomeUnknown(words)


def _words(problem: Exception) -> str:
    return " ".join(str(problem).split())
