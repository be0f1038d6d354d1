from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from turnout.events import fit
from turnout.newsroom.models import Correction, Post, PostState
from turnout.newsroom.move_post import move
from turnout.newsroom.post_change import journal
from turnout.newsroom.show import show

_TEXT = {"text": fit.line(600, required=True)}
_TRANSLATION = fit.line(600)


def correct_post(
    post: Post, actor: str, text: str, now: datetime, translations: Mapping[str, str] | None = None
) -> Correction:
    """Say under a public post what was wrong, with the date. Raises Unfit, StateRefused."""
    words = fit.fit({"text": text}, _TEXT)["text"]
    others = {code: said for code, each in (translations or {}).items() if (said := _TRANSLATION(each))}
    with transaction.atomic():
        post = move(post, [PostState.PUBLISHED], changed_at=now)
        correction = Correction.objects.create(post=post, at=now, text=words, translations=others)
        journal(post, actor, "correct")
    show(post)
    return correction
