import re

import pytest

from tests.factories import ACTOR, channel_of, event_of, published
from turnout.events.models import Channel
from turnout.events.refusals import Problem, TooMany, Unfit
from turnout.events.remove_channel import remove_channel
from turnout.events.rename_channel import rename_channel

pytestmark = pytest.mark.django_db


def test_a_channels_code_is_made_of_its_name():
    assert channel_of(event_of(), "r/NimbusPhones", "reddit").code == "r-nimbusphones"


def test_a_name_that_has_its_code_taken_gets_another():
    channel_of(event_of(), "Reddit")

    assert re.fullmatch(r"reddit-[2-9a-z]{4}", channel_of(event_of(), "Reddit").code)


def test_a_name_without_latin_letters_gets_a_code_by_chance():
    assert re.fullmatch(r"[2-9a-z]{5}", channel_of(event_of(), "微博").code)


@pytest.mark.parametrize("code", ["Reddit", "a b", "-a", "x" * 41, "é"])
def test_a_code_that_cannot_stand_in_an_address_is_refused(code):
    with pytest.raises(Unfit) as refusal:
        channel_of(event_of(), code=code)

    assert refusal.value.problems == (Problem("code", "not_an_address"),)


def test_a_code_that_another_channel_has_is_refused():
    channel_of(event_of(), code="reddit")

    with pytest.raises(Unfit) as refusal:
        channel_of(event_of(), code="reddit")

    assert refusal.value.problems == (Problem("code", "taken"),)


def test_a_new_name_leaves_the_code():
    channel = channel_of(event_of(), "Reddit", "reddit")

    renamed = rename_channel(channel, ACTOR, "r/phones", "reddit")

    assert (renamed.name, renamed.code) == ("r/phones", "reddit")


def test_an_unknown_kind_is_refused():
    with pytest.raises(Unfit) as refusal:
        channel_of(event_of(), kind="carrier pigeon")

    assert refusal.value.problems == (Problem("kind", "not_a_choice"),)


def test_a_removed_channel_of_a_published_event_keeps_its_code():
    public, draft = published(channels=["Reddit"]), event_of(channels=["YouTube"])

    remove_channel(public.channels.get(), ACTOR)
    remove_channel(draft.channels.get(), ACTOR)

    assert public.open_channels() == []
    assert list(Channel.objects.values_list("code", flat=True)) == ["reddit"]


def test_channels_have_an_end():
    event = event_of(channels=[f"Place {number}" for number in range(60)])

    with pytest.raises(TooMany) as refusal:
        channel_of(event)

    assert refusal.value.most == 60
