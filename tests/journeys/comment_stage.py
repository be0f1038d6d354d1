"""A published post and a reviewer: `python -m tests.journeys.comment_stage` on a server's data."""

import json
import os
import subprocess
import sys

from tests.server import Server


def posted(server: Server) -> dict[str, str]:
    """Where the post is, where the queue is, and a link that signs the reviewer in."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.comment_stage"],
        env={**server.environment, "DJANGO_SETTINGS_MODULE": "turnout.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


def prepare() -> dict[str, str]:
    from django.utils import timezone

    from tests.factories import comment_of, organisation_of, post_of, user_of
    from turnout.accounts.models import Role
    from turnout.accounts.sign_in_link import make_sign_in_link
    from turnout.newsroom.show import show

    nimbus = organisation_of(name="Nimbus", slug="nimbus")
    post = post_of(nimbus, published_at=timezone.now(), slug="new-york-it-is")
    comment_of(
        post,
        name="Josh",
        email="josh@example.org",
        state="shown",
        text="The last train leaves at 23:10, see [the plan](https://trains.example.org/plan).",
    )
    comment_of(post, name="Best Casino", text="Free spins casino bonus now!!! http://lucky-casino.top")
    show(post)
    reviewer = user_of(nimbus, role=Role.REVIEWER, email="rita@nimbus.example.org", name="Rita")
    return {
        "post": f"/news/{post.slug}/",
        "queue": "/desk/nimbus/news/comments/",
        "sign_in": make_sign_in_link(reviewer.email, now=timezone.now()),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnout.settings")
    import turnout  # noqa: F401  (puts its SQLite in place)

    __import__("django").setup()
    sys.stdout.write(json.dumps(prepare()))
