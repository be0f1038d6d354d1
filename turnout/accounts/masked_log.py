"""What the log leaves out: addresses that open what is one person's, and tracebacks anybody can cause."""

import logging
import re

_SECRET = re.compile(
    r"(/(?:sign-in|invitation|my|new-address|unsubscribe|outlook|t/take|t|news/by-mail)/)[^/\s]+"
)


class Masked(logging.Filter):
    """Middleware, and Django where a view fails, log addresses without asking the view."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _SECRET.sub(r"\1…", record.getMessage()), ()
        return True


class Untraced(logging.Filter):
    """A line tells that a proxy passes on a wrong host; no traceback for each scanner that sends one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        return True
