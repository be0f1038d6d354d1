from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import organisation_of, user_of
from turnout.accounts.change_member import change_role, remove_member
from turnout.accounts.models import Membership, Organisation, Role
from turnout.accounts.refusals import LastOwner

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10


def at_once(*steps: Callable[[], None]) -> list[bool]:
    """Whether each succeeded."""
    start = Barrier(len(steps))

    def run(step: Callable[[], None]) -> bool:
        start.wait()
        try:
            step()
        except LastOwner:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(run, steps))


def two_owners() -> tuple[Organisation, Membership, Membership]:
    organisation = organisation_of()
    first, second = (Membership.objects.get(user=user_of(organisation)) for _ in range(2))
    return organisation, first, second


def test_of_two_owners_who_remove_each_other_one_stays() -> None:
    for _ in range(ROUNDS):
        organisation, first, second = two_owners()

        done = at_once(lambda: remove_member(first, "user:1"), lambda: remove_member(second, "user:2"))  # noqa: B023

        assert sorted(done) == [False, True]
        assert organisation.memberships.filter(role=Role.OWNER).count() == 1


def test_of_two_owners_who_step_down_at_once_one_stays() -> None:
    for _ in range(ROUNDS):
        organisation, first, second = two_owners()

        done = at_once(
            lambda: change_role(first, Role.EDITOR, "user:1"),  # noqa: B023
            lambda: change_role(second, Role.DOOR, "user:2"),  # noqa: B023
        )

        assert sorted(done) == [False, True]
        assert organisation.memberships.filter(role=Role.OWNER).count() == 1
