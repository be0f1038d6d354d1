"""Every value of every table, as it stands in the database and not as models show it."""

import re
from collections.abc import Iterator

from django.db import connection

_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def places_of(*needles: str) -> list[str]:
    """The columns in which one of these texts can be read, in whatever case."""
    wanted = [needle.casefold() for needle in needles]
    return sorted({place for place, value in _values() if any(each in value for each in wanted)})


def _values() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    yield f"{table}.{column}", _readable(value)


def _readable(value: object) -> str:
    """JSON of either database may hide a letter behind its number."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).casefold()


def everything() -> list[tuple[str, str]]:
    """What stands in each column of each row."""
    return sorted(_values())
