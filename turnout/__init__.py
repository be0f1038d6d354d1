"""Turnout: know how many will come before you book the hall."""

import sys

__version__ = "0.1.0"

# Before Django is imported: the standard library's SQLite may carry the WAL-reset defect
# (3.7.0 to 3.51.2), the wheel's does not. Where there is no wheel, start-up says so.
try:
    import pysqlite3
except ImportError:  # pragma: no cover - platforms without the wheel
    pass
else:
    sys.modules.setdefault("sqlite3", pysqlite3)
    sys.modules.setdefault("sqlite3.dbapi2", pysqlite3.dbapi2)
