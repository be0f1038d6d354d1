"""To take the answer back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from turnout.fan.place import invitation_of
from turnout.interest.models import Interest
from turnout.invitations.models import Invitation


def facts(interest: Interest, now: datetime) -> Mapping[str, Any]:
    offered = interest.standing != Interest.Standing.WITHDRAWN
    invitation = invitation_of(interest) if offered else None
    return {"offered": offered, "holds": invitation is not None and invitation.state in Invitation.OPEN}
