"""The Content-Security-Policy of pages that no middleware sees."""

from collections.abc import Sequence

from csp.constants import NONE
from csp.utils import build_policy


def policy(framed_by: Sequence[str] = ()) -> str:
    """As the settings say, in a fixed order: it is part of what a stored page's ETag stands for.

    Only the hosts of `framed_by` may show the page in a frame of theirs.
    """
    built = build_policy(replace={"frame-ancestors": list(framed_by) or [NONE]})
    return "; ".join(sorted(part.strip() for part in built.split(";")))
