"""The part of a mail's link by which its reader is known: whoever else reads the mail does not see it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HIDDEN = "…"
_is_shown = ContextVar("secret_part_is_shown", default=True)


def secret_part(token: str) -> str:
    """The token, for the mail itself; a mark in its place for anybody who looks at it at the desk."""
    return token if _is_shown.get() else HIDDEN


@contextmanager
def masked() -> Iterator[None]:
    """Mails that are rendered inside can be shown to members: no link in them opens anything."""
    before = _is_shown.set(False)
    try:
        yield
    finally:
        _is_shown.reset(before)
