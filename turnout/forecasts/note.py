from turnout.journal.record import record


def note(
    organisation_id: int, actor: str, verb: str, noun: str, noun_id: int, event_id: int | None = None
) -> None:
    """Into the journal, within the caller's transaction."""
    record(actor, verb, noun, noun_id, organisation_id=organisation_id, event_id=event_id)
