"""A mail as a member may see it: written now, with every link that would open something made harmless."""

import re
from dataclasses import dataclass, replace

from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, RenderedMail, render
from turnout.outbox.secret_part import HIDDEN
from turnout.outbox.secret_part import masked as links_masked

# Addresses whose next part is a token: whoever has it is taken for the mail's reader.
TOKENS_AFTER = ("my", "t/take", "t", "unsubscribe", "invitation", "sign-in", "new-address", "lost-link")
_TOKEN = re.compile(rf"(/(?:{'|'.join(TOKENS_AFTER)})/)[^/\s\"'<>&?#]+")


@dataclass(frozen=True)
class Shown:
    """`reason` says why there is nothing to see."""

    mail: RenderedMail | None = None
    reason: str = ""


def shown(mail: Mail) -> Shown:
    """As it would be written now."""
    try:
        with links_masked():
            written = render(mail)
    except NoLongerNeeded as reason:
        return Shown(reason=str(reason))
    except Exception as fault:  # A room that is broken or gone must not break the desk.
        return Shown(reason=repr(fault))
    return Shown(masked(written))


def masked(written: RenderedMail) -> RenderedMail:
    return replace(
        written,
        subject=_TOKEN.sub(rf"\1{HIDDEN}", written.subject),
        text=_TOKEN.sub(rf"\1{HIDDEN}", written.text),
        html=_TOKEN.sub(rf"\1{HIDDEN}", written.html),
        unsubscribe_link=_TOKEN.sub(rf"\1{HIDDEN}", written.unsubscribe_link),
    )
