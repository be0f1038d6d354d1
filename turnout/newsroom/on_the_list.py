from collections.abc import Collection, Iterable

from turnout.interest.models import Interest
from turnout.newsroom.models import Comment, Comments

_NOT_ON_IT = (Interest.Standing.WITHDRAWN, Interest.Standing.REJECTED, Interest.Standing.EXPIRED)


def not_on_the_list(comments: Iterable[Comment]) -> Collection[int]:
    """Those under a post for members of the waitlist whose address answered none of the post's events."""
    asked = [each for each in comments if each.post.comments == Comments.WAITLIST and each.commenter]
    if not asked:
        return ()
    answered = set(
        Interest.objects.filter(
            event__posts__in={each.post_id for each in asked},
            email_key__in={each.commenter.email_key for each in asked if each.commenter},
        )
        .exclude(standing__in=_NOT_ON_IT)
        .values_list("event__posts", "email_key")
    )
    return {
        each.pk
        for each in asked
        if each.commenter and (each.post_id, each.commenter.email_key) not in answered
    }
