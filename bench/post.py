"""Publish a post that takes comments, beside a running server; prints its address. Or count its comments."""

import os
import sys

import django


def publish() -> str:
    from django.utils import timezone

    from turnout.accounts.models import Organisation
    from turnout.newsroom.create_post import create_post
    from turnout.newsroom.publish_post import publish_post

    now = timezone.now()
    host = Organisation.objects.all()[0]
    post = create_post(
        host, "user:1", now, headline="Nimbus comes to New York", text="Join us **in December**.", author="A"
    )
    return f"/news/{publish_post(post, 'user:1', now).slug}/"


def stored() -> str:
    from turnout.newsroom.models import Comment

    return str(Comment.objects.count())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnout.settings")
    django.setup()
    sys.stdout.write(stored() if "stored" in sys.argv else publish())
