"""Whether somebody else has to look at posts before the world does."""

from django.db.models import Q

from turnout.accounts.models import Membership, Organisation, Role
from turnout.newsroom.models import Post

WHO_MAY_APPROVE = (Role.OWNER, Role.EDITOR, Role.REVIEWER)


def needs_review(organisation: Organisation) -> bool:
    """Not where only one member could write or approve at all: that one publishes alone."""
    return Membership.objects.filter(organisation=organisation, role__in=WHO_MAY_APPROVE).count() > 1


def may_go_out(post: Post) -> bool:
    """Approved, or of a member who has nobody to ask."""
    return bool(post.reviewed_by_id) or not needs_review(post.organisation)


def who_may_approve(post: Post) -> Q:
    """Of memberships: everybody but the author."""
    others = Q(organisation=post.organisation_id, role__in=WHO_MAY_APPROVE)
    return others & ~Q(user=post.written_by_id) if post.written_by_id else others
