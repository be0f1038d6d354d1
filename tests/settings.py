"""The settings of a test run and of a developer's manage.py: the real ones, and the migrations' guard."""

from turnout.settings import *  # noqa: F403
from turnout.settings import DATABASES, INSTALLED_APPS, TURNOUT_DATA

# Keeps migrations in one line: two branches that both add one conflict in max_migration.txt.
INSTALLED_APPS = ["django_linear_migrations", *INSTALLED_APPS]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file as in production, not memory: writer threads and other processes open it as well.
    DATABASES["default"]["TEST"] = {"NAME": str(TURNOUT_DATA / "test.sqlite3")}
