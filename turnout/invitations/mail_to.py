from datetime import datetime

from turnout.invitations.models import Invitation
from turnout.outbox.models import Mail


def mail_to(invitation: Invitation, template: str, now: datetime, *, bundle: str = "", **ids: int) -> Mail:
    """Not stored yet. It is moot once the personal link was renewed."""
    interest, wave = invitation.interest, invitation.wave
    return Mail(
        template=template,
        recipient=interest.email,
        language=interest.language,
        organisation_id=wave.event.organisation_id,
        due_at=now,
        context={
            "invitation": invitation.pk,
            "interest": interest.pk,
            "generation": interest.generation,
            **ids,
        },
        bundle=bundle,
    )
