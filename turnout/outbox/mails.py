from collections.abc import Mapping
from typing import Any

from turnout.outbox.render import resolves


@resolves("outbox/test_mail")
def test_mail(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    """Shows an organiser that mail arrives; it has nothing to look up."""
    return {}
