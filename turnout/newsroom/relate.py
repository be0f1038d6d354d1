"""Due work: which posts of an organisation are alike is worked out when one was published or changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from turnout.newsroom.models import Post, PostState, Related
from turnout.newsroom.show import show_page
from turnout.rules.likeness import Text, nearest

# More than are shown, so that some are left when one is withdrawn.
KEPT = 6
# Less alike than this, and a reader would wonder why.
LEAST = 0.04
# Of older ones than the newest so many nothing new is said.
MOST_POSTS = 2_000

_PUBLIC = Q(state=PostState.PUBLISHED)
_NEWS = (_PUBLIC & (Q(likened_edition=None) | ~Q(likened_edition=F("edition")))) | (
    ~_PUBLIC & Q(likened_edition__isnull=False)
)
Found = Mapping[int, Sequence[tuple[int, float]]]


def due(now: datetime) -> Sequence[int]:
    """Organisations with a post that was published, changed or withdrawn since."""
    return list(Post.objects.filter(_NEWS).order_by().values_list("organisation", flat=True).distinct())


def relate(organisation_id: int, now: datetime) -> None:
    """Pinned ones stay. Nothing where another worker has just done it."""
    public = Post.objects.filter(_PUBLIC, organisation=organisation_id)
    posts = list(public.order_by("-published_at", "-pk").prefetch_related("tags")[:MOST_POSTS])
    alike = nearest([text_of(post) for post in posts], KEPT, LEAST)
    found = {
        post.pk: [(posts[index].pk, likeness) for index, likeness in others]
        for post, others in zip(posts, alike, strict=True)
    }
    for post in _stored(organisation_id, posts, found):
        show_page(post)


def text_of(post: Post) -> Text:
    """In all its languages: what is translated is alike to what is written in either."""
    texts = [{"headline": post.headline, "standfirst": post.standfirst, "text": post.text}]
    texts += list(post.translations.values())
    words = [text.get(name, "") for text in texts for name in ("headline", "headline", "standfirst", "text")]
    return Text("\n".join(words), tuple(tag.slug for tag in post.tags.all()))


@transaction.atomic
def _stored(organisation_id: int, posts: Sequence[Post], found: Found) -> list[Post]:
    """The posts that have other neighbours than before."""
    if not _marked(organisation_id, posts):
        return []
    before: dict[int, dict[int, Related]] = {post.pk: {} for post in posts}
    for row in Related.objects.filter(post__organisation=organisation_id):
        before.setdefault(row.post_id, {})[row.other_id] = row
    changed = {pk for pk, rows in before.items() if _replace(pk, rows, dict(found.get(pk, ())))}
    return [post for post in posts if post.pk in changed]


def _marked(organisation_id: int, posts: Sequence[Post]) -> int:
    """How many are news; the rows are held, so that a second worker waits, and then finds none."""
    ours = Post.objects.filter(_NEWS, organisation=organisation_id)
    gone = ours.exclude(_PUBLIC).update(likened_edition=None)
    read = sum(
        ours.filter(_PUBLIC, pk=post.pk, edition=post.edition).update(likened_edition=post.edition)
        for post in posts
        if post.likened_edition != post.edition
    )
    return gone + read + _pass_over(ours, posts)


def _pass_over(ours: QuerySet[Post], posts: Sequence[Post]) -> int:
    """What is older than the oldest that was read keeps what was found of it."""
    if len(posts) < MOST_POSTS:
        return 0
    older = ours.filter(_PUBLIC, published_at__lt=posts[-1].published_at)
    return older.update(likened_edition=F("edition"))


def _replace(post_id: int, before: dict[int, Related], alike: dict[int, float]) -> bool:
    """Whether the post's rows say something else now."""
    gone = [row.pk for other, row in before.items() if other not in alike and not row.pinned]
    Related.objects.filter(pk__in=gone).delete()
    moved = [row for other, row in before.items() if row.likeness != alike.get(other, 0.0)]
    for row in moved:
        Related.objects.filter(pk=row.pk).update(likeness=alike.get(row.other_id, 0.0))
    fresh = [
        Related(post_id=post_id, other_id=other, likeness=likeness)
        for other, likeness in alike.items()
        if other not in before
    ]
    Related.objects.bulk_create(fresh)
    return bool(gone or fresh)
