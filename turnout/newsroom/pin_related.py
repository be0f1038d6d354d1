from collections.abc import Sequence

from django.db import transaction

from turnout.newsroom.models import Post, PostState, Related
from turnout.newsroom.post_change import journal
from turnout.newsroom.post_refusals import NotAnother
from turnout.newsroom.show import show


def pin_related(post: Post, actor: str, others: Sequence[int]) -> None:
    """These posts stand first under it, in this order. Raises NotAnother."""
    wanted = list(dict.fromkeys(others))
    with transaction.atomic():
        _refuse_strangers(post, wanted)
        Related.objects.filter(post=post, pinned=True).exclude(other__in=wanted).update(pinned=False)
        for position, other in enumerate(wanted):
            Related.objects.update_or_create(
                post=post, other_id=other, defaults={"pinned": True, "position": position}
            )
        # What only a hand had put there was never found alike.
        Related.objects.filter(post=post, pinned=False, likeness=0).delete()
        journal(post, actor, "pin")
    if post.is_public:
        show(post)


def _refuse_strangers(post: Post, others: Sequence[int]) -> None:
    public = Post.objects.filter(organisation=post.organisation_id, state=PostState.PUBLISHED)
    if public.exclude(pk=post.pk).filter(pk__in=others).count() != len(others):
        raise NotAnother
