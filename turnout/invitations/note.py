from turnout.invitations.models import Wave
from turnout.journal.record import record


def note(wave: Wave, actor: str, verb: str, fields: list[str] | None = None) -> None:
    """Into the journal, within the caller's transaction."""
    record(
        actor,
        verb,
        "wave",
        wave.pk,
        organisation_id=wave.event.organisation_id,
        event_id=wave.event_id,
        fields=fields,
    )
