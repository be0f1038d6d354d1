from django.db import transaction

from turnout.accounts.models import User
from turnout.invitations.models import Wave
from turnout.invitations.note import note
from turnout.outbox.queue import queue


@transaction.atomic
def try_wave(wave: Wave, user: User) -> list[str]:
    """One mail in each language it is written in, to whoever asks; those languages."""
    for language in wave.texts:
        queue(
            "invitations/trial",
            user.email,
            language=language,
            organisation_id=wave.event.organisation_id,
            wave=wave.pk,
            name=str(user),
        )
    note(wave, f"user:{user.pk}", "try")
    return list(wave.texts)
