"""Events that ended before this was noted have ended now: their answers are kept a little longer."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def note_the_end(apps: Any, schema_editor: Any) -> None:
    ended = apps.get_model("events", "Event").objects.filter(stage__in=["closed", "past", "cancelled"])
    ended.filter(stage_at=None).update(stage_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_stage_at"),
    ]

    operations = [
        migrations.RunPython(note_the_end, migrations.RunPython.noop),
    ]
