"""Every change of what a post says begins and ends here, inside the verb's transaction."""

from typing import Any

from django.db.models import F

from turnout.events.models import Event
from turnout.events.refusals import Problem, Unfit
from turnout.journal.record import record
from turnout.newsroom.models import Post
from turnout.newsroom.post_fields import COLUMNS, MANY
from turnout.newsroom.post_refusals import EditedMeanwhile
from turnout.newsroom.tags import tags_of


def post_now(pk: int) -> Post:
    return Post.objects.select_related("organisation").get(pk=pk)


def begin_change(post: Post, edition: int) -> Post:
    """The post as it stands now, held until the transaction ends; its edition rises.

    Raises EditedMeanwhile.
    """
    held = Post.objects.filter(pk=post.pk, edition=edition).update(edition=F("edition") + 1)
    found = post_now(post.pk)
    if not held:
        raise EditedMeanwhile(found, found.versions.order_by("-number").first())
    return found


def put(post: Post, wanted: dict[str, Any]) -> list[str]:
    """Give the post those values; the names of what is different now. Raises Unfit."""
    changed = [name for name in COLUMNS if name in wanted and getattr(post, name) != wanted[name]]
    for name in changed:
        setattr(post, name, wanted[name])
    post.languages = [code for code in post.languages if code != post.language]
    refuse_contradictions(post)
    post.save(update_fields=[*changed, "languages", "changed_at"])
    return changed + [name for name in MANY if name in wanted and _put_rows(post, name, wanted[name])]


def _put_rows(post: Post, name: str, wanted: list[Any]) -> bool:
    rows: Any = post.tags if name == "tags" else post.events
    before = set(rows.values_list("pk", flat=True))
    found = tags_of(post.organisation, wanted) if name == "tags" else _events_of(post, wanted)
    rows.set(found)
    return before != {each.pk for each in found}


def _events_of(post: Post, ids: list[int]) -> list[Event]:
    found = list(Event.objects.filter(organisation=post.organisation_id, pk__in=ids))
    if len(found) != len(ids):
        raise Unfit(Problem("events", "not_a_choice"))
    return found


def refuse_contradictions(post: Post) -> None:
    """What no field can know by itself."""
    problems = []
    if post.picture and not post.picture_alt:
        problems.append(Problem("picture_alt", "needs_alternative_text"))
    if post.source_link and not post.source_name:
        problems.append(Problem("source_name", "missing"))
    if problems:
        raise Unfit(*problems)


def journal(post: Post, actor: str, verb: str, fields: list[str] | None = None) -> None:
    """The texts themselves are kept as versions, so the journal names the fields alone."""
    record(actor, verb, "post", post.pk, organisation_id=post.organisation_id, fields=fields)
