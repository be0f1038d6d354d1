from collections.abc import Mapping
from typing import Any

from turnout.outbox.render import resolves


@resolves("outbox/test_mail")
def test_mail(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Carries a number that shows, typed at the desk, that somebody read it."""
    return ids
