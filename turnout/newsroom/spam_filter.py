"""What was learned about spam, kept as one row; and the learning, which the worker does."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db.models import F

from turnout.newsroom.models import SpamDecision, SpamModel
from turnout.rules.spam import OWN_WEIGHS, Learned, Row, Sample, features_of, learn

SEED = Path(__file__).with_name("spam_seed.tsv")
# The site's latest decisions; what was decided before them says the same.
MOST_LESSONS = 5_000


def learned(now: datetime) -> Learned:
    """As it stands; the first time, from the packaged rows alone."""
    row = SpamModel.objects.filter(pk=1, seed=digest_of_seed()).first()
    if row is None:
        return learn_again(now)
    return Learned(row.weights, 0.0, row.rows)


def teach(lessons: int = 1) -> None:
    """A decision was made, or taken back: in the caller's transaction."""
    if not SpamModel.objects.filter(pk=1).update(lessons=F("lessons") + lessons):
        SpamModel.objects.bulk_create([SpamModel(pk=1)], ignore_conflicts=True)
        SpamModel.objects.filter(pk=1).update(lessons=F("lessons") + lessons)


def due(now: datetime) -> Sequence[int]:
    return list(SpamModel.objects.filter(learned__lt=F("lessons")).values_list("pk", flat=True))


def learn_due(pk: int, now: datetime) -> None:
    learn_again(now)


def learn_again(now: datetime) -> Learned:
    """From the packaged rows and this site's own decisions, which weigh more.

    What was counted before the learning began is what it knows: a decision made meanwhile is due again.
    """
    SpamModel.objects.bulk_create([SpamModel(pk=1)], ignore_conflicts=True)
    lessons = SpamModel.objects.get(pk=1).lessons
    own = SpamDecision.objects.order_by("-at").values_list("features", "is_spam")[:MOST_LESSONS]
    found = learn([*seed_rows(), *(Row(features, is_spam, OWN_WEIGHS) for features, is_spam in own)])
    SpamModel.objects.filter(pk=1, learned__lte=lessons).update(
        version=F("version") + 1,
        learned=lessons,
        seed=digest_of_seed(),
        rows=found.rows,
        weights=dict(found.weights),
        at=now,
    )
    return found


def seed_rows() -> list[Row]:
    return [
        Row(features_of(Sample(text, name)), kind == "spam")
        for kind, name, text in (line.split("\t") for line in SEED.read_text("utf-8").splitlines())
    ]


def digest_of_seed() -> str:
    return hashlib.sha256(SEED.read_bytes()).hexdigest()[:16]
