"""Whatever is done with answers, in whatever order: the counters say what a recount would say."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import ACTOR, NEW_YORK, event_of, published
from tests.interest.waiting_work import work_at
from turnout.events.change_stage import change_stage
from turnout.events.models import Event, Stage
from turnout.interest import tallies
from turnout.interest.accept_suspects import accept_suspects
from turnout.interest.ask_for_address import ask_for_address
from turnout.interest.change import change
from turnout.interest.confirm_address import confirm_address
from turnout.interest.models import Interest
from turnout.interest.refusals import AddressTaken
from turnout.interest.register import register
from turnout.interest.reject_suspects import reject_suspects
from turnout.interest.restore import restore
from turnout.interest.undo_review import undo_review
from turnout.interest.verify import verify
from turnout.interest.withdraw import withdraw
from turnout.privacy.erase_past import due as past
from turnout.privacy.erase_past import erase_past
from turnout.privacy.erase_person import erase_person
from turnout.privacy.erase_withdrawn import due as withdrawn
from turnout.privacy.erase_withdrawn import erase_withdrawn
from turnout.rules.email_address import key_of
from turnout.rules.form import Answer
from turnout.rules.refusal import Refusal
from turnout.rush.human import Sending

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 11, 1, 12, tzinfo=UTC)
FANS = 4
Standing = Interest.Standing


class Step(NamedTuple):
    """`fan` says whose answer, `variant` what it says."""

    verb: str
    fan: int
    variant: int


def answer_of(event: Event, fan: int, variant: int) -> Answer:
    email = f"fan{fan}@example.org"
    options = tuple(option.pk for option in event.options.all())
    return Answer(
        name="Ada Okafor",
        email=email,
        email_key=key_of(email),
        likelihood=("definitely", "probably", "maybe")[variant % 3],
        party=1 + variant,
        country=("US", "", "NO")[variant % 3],
        postcode="",
        options=options[: variant % 3],
        answers={},
        via="",
        language="en",
        form_version=event.form_version,
        submission=None,
        source=f"site{variant}.example" if variant else "",
        wants_news=variant == 1,
    )


def answer(event: Event, step: Step, now: datetime) -> None:
    signs = "filled" if step.variant == 2 else ""
    register(event.pk, answer_of(event, step.fan, step.variant), now, Sending(signs))


def move(event: Event, step: Step, now: datetime) -> None:
    """To an address of somebody else's answer, or to a new one."""
    address = f"fan{step.variant}@example.org" if step.variant < FANS else "new@example.net"
    confirm_address(ask_for_address(whose(event, step), address, now), now)


def pass_time(event: Event, step: Step, now: datetime) -> None:
    work_at(now)
    for pk in withdrawn(now):
        erase_withdrawn(pk, now)


def whose(event: Event, step: Step) -> int:
    """The answer's number; 0 where there is none."""
    found = Interest.objects.filter(event=event).order_by("pk").values_list("pk", flat=True)
    return found[step.fan % len(found)] if found else 0


def chosen(event: Event, step: Step):
    """All of them, or one."""
    return Interest.objects.all() if step.variant == 0 else Interest.objects.filter(pk=whose(event, step))


VERBS: dict[str, Callable[[Event, Step, datetime], object]] = {
    "answer": answer,
    "verify": lambda event, step, now: verify(whose(event, step), now),
    "change": lambda event, step, now: change(
        whose(event, step), answer_of(event, step.fan, step.variant), now
    ),
    "withdraw": lambda event, step, now: withdraw(whose(event, step), now),
    "restore": lambda event, step, now: restore(whose(event, step), now),
    "move": move,
    "accept": lambda event, step, now: accept_suspects(event, ACTOR, chosen(event, step), now),
    "reject": lambda event, step, now: reject_suspects(event, ACTOR, chosen(event, step), now),
    "undo": lambda event, step, now: undo_review(event, ACTOR, chosen(event, step), now),
    "erase": lambda event, step, now: erase_person(whose(event, step), ACTOR),
    "pass time": pass_time,
}
# In each second step time passes, or somebody answers: without either nothing comes about.
STEPS = st.builds(
    Step,
    st.sampled_from([*VERBS, "answer", "answer", "pass time", "pass time"]),
    st.integers(0, FANS - 1),
    st.integers(0, FANS),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(STEPS, min_size=5, max_size=40))
def test_counters_say_what_a_recount_says_after_each_step(
    steps: list[Step], settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL = {"EMAIL_HOST": "127.0.0.1"}
    monkeypatch.setattr(tallies, "MOST_SOURCES", 2)
    event = published(event_of(options=[NEW_YORK, {"place": "Oslo"}], unverified_days=3))
    now = BEGIN

    for step in steps:
        now += timedelta(days=1) if step.verb == "pass time" else timedelta(minutes=1)
        with suppress(Refusal, AddressTaken, Interest.DoesNotExist):
            VERBS[step.verb](event, step, now)
        assert tallies.stored(event.pk) == tallies.counted(event.pk), step
        assert not Interest.objects.filter(standing=Standing.EXPIRED, verified_at__isnull=False).exists()

    before = tallies.stored(event.pk)
    event = change_stage(event, Stage.CLOSED, ACTOR)
    event = change_stage(event, Stage.PAST, ACTOR)
    late = now + timedelta(days=event.keep_days + 400)
    while past(late):
        erase_past(event.pk, late)

    assert not Interest.objects.filter(event=event).exists()
    assert tallies.stored(event.pk) == before == tallies.counted(event.pk)
