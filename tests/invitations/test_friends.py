"""Friends who stand or fall together: a group, its code, and one group a person."""

import pytest
from django.utils import timezone

from tests.factories import event_of, published
from tests.fan.own import opened, page_of, press
from tests.invitations.people import people_of
from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.withdraw import withdraw
from turnout.invitations.draw_refusals import CountsNoLonger, GroupIsFull, InAGroup, NoSuchGroup
from turnout.invitations.friends import MOST, join_group, leave_group, make_group
from turnout.invitations.models import Friend, FriendGroup

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return published(event_of())


def two(event: Event) -> list[Interest]:
    return people_of(event, [{"name": "Ada"}, {"name": "Ben", "party": 2}])


@pytest.mark.parametrize("typed", ["{code}", " {lower} ", "https://events.example.org/friends/{code}/"])
def test_a_friend_joins_by_the_code_or_by_the_link(event: Event, typed: str):
    ada, ben = two(event)
    group = make_group(ada.pk, timezone.now())

    join_group(ben.pk, typed.format(code=group.code, lower=group.code.lower()), timezone.now())

    assert set(group.friends.values_list("interest_id", flat=True)) == {ada.pk, ben.pk}


def test_a_person_is_in_one_group(event: Event):
    ada, ben = two(event)
    make_group(ada.pk, timezone.now())
    group = make_group(ben.pk, timezone.now())

    with pytest.raises(InAGroup):
        join_group(ada.pk, group.code, timezone.now())

    assert Friend.objects.count() == 2


def test_a_group_of_another_event_is_none(event: Event):
    ada, _ = two(event)
    (stranger,) = people_of(published(event_of()), [{"name": "Cem"}])
    group = make_group(stranger.pk, timezone.now())

    for typed in (group.code, "", "nonsense"):
        with pytest.raises(NoSuchGroup):
            join_group(ada.pk, typed, timezone.now())


def test_a_group_has_at_most_so_many(event: Event):
    people = people_of(event, [{"name": f"Fan {place}"} for place in range(MOST + 1)])
    group = make_group(people[0].pk, timezone.now())
    for each in people[1:MOST]:
        join_group(each.pk, group.code, timezone.now())

    with pytest.raises(GroupIsFull) as refusal:
        join_group(people[MOST].pk, group.code, timezone.now())

    assert refusal.value.most == MOST


def test_who_took_the_answer_back_is_in_no_new_group(event: Event):
    ada, _ = two(event)
    withdraw(ada.pk, timezone.now())

    with pytest.raises(CountsNoLonger):
        make_group(ada.pk, timezone.now())


def test_the_last_to_leave_closes_the_group(event: Event):
    ada, ben = two(event)
    group = make_group(ada.pk, timezone.now())
    join_group(ben.pk, group.code, timezone.now())

    leave_group(ada.pk)
    assert FriendGroup.objects.count() == 1
    leave_group(ben.pk)
    leave_group(ben.pk)

    assert not FriendGroup.objects.exists()


def test_a_group_is_made_joined_and_left_on_the_own_page(event: Event):
    ada, ben = two(event)
    page = press(opened(ada), ada, "friends/make").content.decode()
    code = FriendGroup.objects.get().code
    assert f"/friends/{code}/" in page

    client = opened(ben)
    answer = client.post(f"{page_of(ben)}friends/", {"code": code.lower()}, follow=True).content.decode()
    assert "2 people are in your group." in answer
    assert "come with 3 people in all" in answer

    left = press(client, ben, "friends/leave").content.decode()
    assert "You are in no group any more." in left
    assert client.post(f"{page_of(ben)}friends/other/").status_code == 404


def test_a_wrong_code_is_said_at_its_field_and_stays_there(event: Event):
    ada, _ = two(event)

    answer = opened(ada).post(f"{page_of(ada)}friends/", {"code": "K7QM3-XXXXX"})

    assert answer.status_code == 422
    assert 'value="K7QM3-XXXXX"' in answer.content.decode()
    assert "No group for this event has that code." in answer.content.decode()


def test_the_link_s_page_tells_how_to_join_and_nobody_s_name(event: Event, client):
    ada, _ = two(event)
    group = make_group(ada.pk, timezone.now())

    page = client.get(f"/friends/{group.code}/")

    assert group.code in page.content.decode()
    assert "Ada" not in page.content.decode()
    assert client.get("/friends/00000-00000/").status_code == 404
