from turnout.interest.models import Interest


def held(pk: int) -> Interest:
    """The interest as it stands, which nobody else changes until the caller's transaction ends.

    On PostgreSQL its row is locked; on SQLite a transaction of ours has the database to itself from its
    beginning. Raises Interest.DoesNotExist.
    """
    return Interest.objects.select_for_update().get(pk=pk)
