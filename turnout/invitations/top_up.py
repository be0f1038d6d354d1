from collections.abc import Callable, Mapping

from django.db import transaction

from turnout.interest.models import Interest
from turnout.invitations.models import Invitation, Wave
from turnout.invitations.plan import given_by, quotas_of
from turnout.invitations.waitlist import friends_in
from turnout.rules.round import Candidate, Quota, allot

State = Invitation.State


@transaction.atomic
def top_up(wave: Wave) -> int:
    """Seats that the wave meant for people who left before their turn go to the next of its own; how many."""
    if wave.seats is None:
        return 0
    given = given_by(wave)
    left = wave.seats - sum(given.values())
    if left <= 0:
        return 0
    line = wave.invitations.filter(state=State.WAITING, interest__standing=Interest.Standing.COUNTED)
    waiting = line.filter(is_chosen=False)
    rows = list(waiting.order_by("position", "pk").values_list("interest_id", "party", "quota"))
    group = {key: quota for key, _, quota in rows}
    people = [Candidate(key, "", party, 0.0) for key, party, _ in rows]
    quotas = [
        Quota(each.name, each.seats, _is_of(group, each.name)) for each in quotas_of(wave, wave.seats, given)
    ]
    chosen = allot(people, left, quotas, friends_in(waiting)).chosen
    for person, quota in chosen:
        line.filter(interest=person.key).update(is_chosen=True, quota=quota)
    return len(chosen)


def _is_of(group: Mapping[int, str], name: str) -> Callable[[Candidate], bool]:
    return lambda person: group[person.key] == name
