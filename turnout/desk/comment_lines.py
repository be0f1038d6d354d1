"""Comments as the moderation screen shows them: each with its reasons, reports and what came before."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from turnout.desk.comment_reason_words import reasons_in_words
from turnout.newsroom.comment_html import comment_html
from turnout.newsroom.decide_comment import VERBS
from turnout.newsroom.models import Comment, CommentState, Report
from turnout.newsroom.report_comment import REASONS
from turnout.rules.spam import HELD_FROM

_LIKELY = 0.9


@dataclass(frozen=True)
class Line:
    """One comment. `before` counts the others of its address by what became of them."""

    comment: Comment
    html: SafeString
    token: str
    look: str
    percent: int | None
    reasons: list[str]
    reports: list[str]
    before: dict[str, int]
    may: Collection[str]


def lines_of(comments: Sequence[Comment]) -> list[Line]:
    """In two more queries, however many there are."""
    before = _before(comments)
    reports = _reports(comments)
    return [
        Line(
            comment=each,
            html=comment_html(each.text),
            token=token_of(each),
            look=_look(each.score),
            percent=None if each.score is None else round(100 * each.score),
            reasons=reasons_in_words(each.reasons),
            reports=reports.get(each.pk, []),
            before=_others(before, each),
            # What appears and was reported is settled by letting it stay.
            may={*_may(each), "approve"} if each.pk in reports else _may(each),
        )
        for each in comments
    ]


def token_of(comment: Comment) -> str:
    """Names it as it is shown: whoever decides about it later is told that it changed."""
    return f"{comment.pk}.{comment.revision}"


def _may(comment: Comment) -> Collection[str]:
    """What can be done about it."""
    able = {verb for verb, state in VERBS.items() if comment.state != state}
    if comment.decided_from:
        able.add("undo")
    return able


def _look(score: float | None) -> str:
    if score is None:
        return ""
    return "bad" if score >= _LIKELY else "look" if score >= HELD_FROM else "good"


def _before(comments: Sequence[Comment]) -> Counter[tuple[int, str]]:
    writers = {each.commenter_id for each in comments if each.commenter_id}
    found = Comment.objects.filter(commenter__in=writers).values_list("commenter_id", "state")
    return Counter((writer or 0, state) for writer, state in found)


def _others(before: Counter[tuple[int, str]], comment: Comment) -> dict[str, int]:
    writer = comment.commenter_id or 0
    found = {state: before[writer, state] - (state == comment.state) for state in CommentState.values}
    return {state: number for state, number in found.items() if number > 0}


def _reports(comments: Sequence[Comment]) -> dict[int, list[str]]:
    found: dict[int, Counter[str]] = {}
    rows = Report.objects.filter(comment__in=comments, settled_at=None).values_list("comment_id", "why")
    for comment_id, why in rows:
        found.setdefault(comment_id, Counter())[why] += 1
    return {
        pk: [f"{REASONS[Report.Why(why)]} ({times})" for why, times in sorted(of.items())]
        for pk, of in found.items()
    }
