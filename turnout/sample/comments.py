"""What readers say under the sample's posts, and what became of it. Everybody in it is invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import F

from turnout.journal.models import Entry
from turnout.newsroom.decide_comment import decide_comment
from turnout.newsroom.models import Comment, Post
from turnout.newsroom.own_comment import verify_commenter
from turnout.newsroom.register_comments import register_comment
from turnout.newsroom.sort_comments import sort_comments
from turnout.outbox.models import Mail
from turnout.rules.comment import check
from turnout.sample.confirm import INVENTED

SHOWN, HELD, SPAM = "shown", "held", "spam"
_LANGUAGES = ("en", "es", "zh-hans")
_LOOKED_AFTER = timedelta(minutes=50)


@dataclass(frozen=True)
class Remark:
    """Said so many hours after its post came out; `answers` is the name of whom it answers."""

    post: str
    hours: float
    name: str
    text: str
    answers: str = ""
    language: str = "en"
    becomes: str = SHOWN


ANNOUNCED, COMPARED, RECAP = "first-fan-day", "new-york-or-philadelphia", "chicago-recap"
REMARKS = (
    Remark(
        RECAP,
        5,
        "Maya Lindqvist",
        "I was the one with the screen that needed changing *twice*. It still works. Thank you!",
    ),
    Remark(RECAP, 9, "Sam Rivera", "And now you are faster at it than we are.", "Maya Lindqvist"),
    Remark(
        RECAP,
        26,
        "Theo Brandt",
        "I got a place and did not come: eleven hours on a train for one afternoon. Asking first how far "
        "people would travel is the right lesson.",
    ),
    Remark(
        ANNOUNCED,
        2,
        "Kofi Mensah",
        "Finally somebody who counts before they book. Will there be a live stream for us in Europe?",
    ),
    Remark(
        ANNOUNCED,
        3.5,
        "Sam Rivera",
        "The talks, yes. The repair table does not work on a screen, we tried.",
        "Kofi Mensah",
    ),
    Remark(
        ANNOUNCED,
        11,
        "Lucía Ferrer",
        "¿Habrá algún taller en español? Iría con mi madre, que tiene un Nimbus de 2019 y no lo suelta.",
        language="es",
    ),
    Remark(
        ANNOUNCED,
        14,
        "Sam Rivera",
        "Sí: dos personas del equipo de la cámara hablan español. Que traiga el móvil.",
        "Lucía Ferrer",
        language="es",
    ),
    Remark(
        COMPARED,
        1.5,
        "Priya Raman",
        "> More of you would really come to New York.\n\nI ticked Philadelphia with “maybe”, so I am your "
        "statistics. Fair enough.",
    ),
    Remark(
        COMPARED,
        4,
        "Owen Clarke",
        "Philadelphia is 90 minutes from New York by bus. Could those of us there share one?",
    ),
    Remark(COMPARED, 6, "Priya Raman", "I would be on that bus.", "Owen Clarke"),
    Remark(
        COMPARED,
        20,
        "陈思远",
        "如果定在纽约，希望是周六。周二下班赶过去，门都快关了。",
        language="zh-hans",
    ),
    Remark(
        COMPARED,
        31,
        "Hanna Weiss",
        "What happens to my answer if I said yes to both and you choose the other one?",
    ),
    Remark(
        COMPARED,
        33,
        "Sam Rivera",
        "It counts for both until we choose, and then you can still say no with one press.",
        "Hanna Weiss",
    ),
    Remark(
        COMPARED,
        70,
        "Elif Aydin",
        "Is the hall reachable without steps? I would come with a wheelchair.",
        becomes=HELD,
    ),
    Remark(
        COMPARED,
        81,
        "Gadget Deals",
        "Nice article! I collected all rumours about the Nimbus 10 here: "
        "https://deals.example.net/nimbus and https://deals.example.net/cases",
        becomes=HELD,
    ),
    Remark(COMPARED, 88, "Rob", "WHEN DO WE GET THE NEW PHONE??? ANSWER!!!", becomes=HELD),
    Remark(
        ANNOUNCED,
        40,
        "BestCasinoBonus",
        "Great post!!! Win a free phone today, casino bonus 500% no deposit https://casino.example.net "
        "https://win.example.net https://bonus.example.net",
        becomes=SPAM,
    ),
)


def load_comments(posts: Mapping[str, Post], actor: str) -> None:
    """Each as a reader's is: checked, kept, sorted, and decided about by a member an hour later."""
    said: dict[tuple[str, str], Comment] = {}
    with transaction.atomic():
        last_mail = Mail.objects.order_by("pk").last()
        for remark in REMARKS:
            post = posts[remark.post]
            answered = said.get((remark.post, remark.answers))
            comment = _say(post, remark, answered.public_id if answered else "", actor)
            said[remark.post, remark.name] = comment
        # They are invented: nobody is written to, now or about an answer.
        Comment.objects.filter(post__in=posts.values()).update(told_at=F("created_at"))
        host = next(iter(posts.values())).organisation_id
        queued = Mail.objects.filter(pk__gt=last_mail.pk if last_mail else 0, organisation_id=host)
        queued.update(state=Mail.State.DROPPED, error=INVENTED)


def _say(post: Post, remark: Remark, answers_to: str, actor: str) -> Comment:
    at = cast(datetime, post.published_at) + timedelta(hours=remark.hours)
    fields = {
        "name": [remark.name],
        "email": [_address(remark)],
        "text": [remark.text],
        "answers_to": [answers_to],
        "lang": [remark.language],
    }
    register_comment(post, check(fields, _LANGUAGES), at)
    pk = Comment.objects.filter(post=post).latest("pk").pk
    sort_comments(pk, at + timedelta(seconds=1))
    comment = _now(pk)
    if remark.becomes == SHOWN and comment.commenter and not comment.commenter.verified_at:
        verify_commenter(comment.commenter, at + timedelta(minutes=3))
        comment = _now(pk)
    looked = at + _LOOKED_AFTER
    if remark.becomes != HELD and comment.state != remark.becomes:
        verb = "approve" if remark.becomes == SHOWN else "spam"
        comment = decide_comment(comment, verb, actor, looked)
    Entry.objects.filter(noun="comment", noun_id=pk).update(at=looked)
    return comment


def _address(remark: Remark) -> str:
    """Of a name without Latin letters, one made of its code points."""
    words = "".join(char if char.isascii() and char.isalnum() else "." for char in remark.name.lower())
    local = ".".join(filter(None, words.split("."))) or "fan" + "".join(
        f"{ord(char):x}" for char in remark.name
    )
    return f"{local}@example.org"


def _now(pk: int) -> Comment:
    return Comment.objects.select_related("post__organisation", "commenter").get(pk=pk)
