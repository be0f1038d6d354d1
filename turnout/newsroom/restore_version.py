from datetime import datetime
from typing import Any

from turnout.newsroom.models import Post, PostVersion, Tag
from turnout.newsroom.post_fields import COLUMNS
from turnout.newsroom.post_refusals import NoSuchVersion
from turnout.newsroom.save_post import change_post
from turnout.newsroom.show import show


def restore_version(post: Post, actor: str, number: int, edition: int, now: datetime) -> Post:
    """What that version said is what the post says, as a version of its own.

    Tags and events that are gone by now stay gone. Raises EditedMeanwhile, NoSuchVersion.
    """
    version = post.versions.filter(number=number).first()
    if version is None:
        raise NoSuchVersion(number)
    saved = change_post(post, actor, edition, now, _wanted(post, version), verb="restore")
    if saved.is_public:
        show(saved)
    return saved


def _wanted(post: Post, version: PostVersion) -> dict[str, Any]:
    """A version that an older release kept may lack fields: they stay as they are."""
    said: dict[str, Any] = version.fields
    wanted = {name: said[name] for name in COLUMNS if name in said}
    tags = Tag.objects.filter(organisation=post.organisation_id, pk__in=said.get("tags", []))
    events = post.organisation.events.filter(pk__in=said.get("events", []))
    return wanted | {
        "tags": list(tags.values_list("name", flat=True)),
        "events": sorted(events.values_list("pk", flat=True)),
    }
