"""The log tells no address that signs somebody in."""

import logging
import re

_SECRET = re.compile(r"(/(?:sign-in|invitation)/)[^/\s]+")


class Masked(logging.Filter):
    """Middleware, and Django where a view fails, log addresses without asking the view."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _SECRET.sub(r"\1…", record.getMessage()), ()
        return True
