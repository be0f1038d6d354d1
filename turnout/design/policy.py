"""The Content-Security-Policy of pages that no middleware sees."""

from collections.abc import Sequence

from csp.constants import NONE
from csp.utils import build_policy


def policy(framed_by: Sequence[str] = (), plays: Sequence[str] = ()) -> str:
    """As the settings say, in a fixed order: it is part of what a stored page's ETag stands for.

    Only the hosts of `framed_by` may show the page in a frame of theirs; what the origins of `plays` have
    may be played in the page.
    """
    players = {name: list(plays) for name in ("frame-src", "media-src") if plays}
    built = build_policy(replace={"frame-ancestors": list(framed_by) or [NONE], **players})
    return "; ".join(sorted(part.strip() for part in built.split(";")))
