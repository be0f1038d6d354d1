from turnout.journal.record import record
from turnout.mailings.models import Mailing


def note(mailing: Mailing, actor: str, verb: str) -> None:
    """Into the journal, within the caller's transaction."""
    record(
        actor,
        verb,
        "mailing",
        mailing.pk,
        organisation_id=mailing.event.organisation_id,
        event_id=mailing.event_id,
    )
