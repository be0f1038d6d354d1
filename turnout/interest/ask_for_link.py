from datetime import datetime

from turnout.interest.models import LostLink
from turnout.rules.email_address import key_of


def ask_for_link(address: str, now: datetime) -> None:
    """Somebody wants the links of that address. Raises NotAnAddress.

    Whether it has answered is looked up later, by the worker: so known and unknown addresses cost the same.
    """
    LostLink.objects.create(email_key=key_of(address.strip()), at=now)
