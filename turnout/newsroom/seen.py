"""From what the public lists are rendered, in short: what is compared to learn whether they changed."""

import hashlib
from dataclasses import dataclass

from django.db.models import Count, Sum

from turnout.accounts.models import Organisation
from turnout.events.models import Event, Stage
from turnout.newsroom.models import Post, PostState

_OF_A_HOST = ("name", "slug", "logo", "accent", "website", "links", "privacy_contact")


@dataclass(frozen=True)
class Seen:
    """Keys are text, as they come back from the database."""

    events: dict[str, int]
    hosts: dict[str, str]
    posts: tuple[int, int]


def look() -> Seen:
    public = Event.objects.exclude(stage=Stage.DRAFT).order_by("pk").values_list("pk", "edition")
    posts = Post.objects.filter(state=PostState.PUBLISHED).aggregate(number=Count("pk"), sum=Sum("edition"))
    return Seen(
        {str(pk): edition for pk, edition in public},
        {str(pk): _digest(rest) for pk, *rest in Organisation.objects.values_list("pk", *_OF_A_HOST)},
        (posts["number"], posts["sum"] or 0),
    )


def _digest(values: list[object]) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]
