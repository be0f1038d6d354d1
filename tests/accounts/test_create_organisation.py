import pytest

from tests.factories import organisation_of, user_of
from turnout.accounts.create_organisation import create_organisation, may_create_organisation
from turnout.accounts.models import Membership, Organisation, Role
from turnout.accounts.refusals import MayNotHost
from turnout.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_the_first_person_creates_an_organisation_and_owns_it() -> None:
    ada = user_of()

    made = create_organisation("Nimbus Phones", ada, language="es")

    assert (made.slug, made.language) == ("nimbus-phones", "es")
    assert Membership.objects.get().role == Role.OWNER
    entry = Entry.objects.get()
    assert (entry.actor, entry.verb, entry.noun_id) == (f"user:{ada.pk}", "create", made.pk)


@pytest.mark.parametrize(
    ("names", "slugs"),
    [
        (["Nimbus", "Nimbus", "Nimbus!"], ["nimbus", "nimbus-2", "nimbus-3"]),
        (["New"], ["new-2"]),
        (["星云", "星云"], ["host", "host-2"]),
    ],
)
def test_each_has_an_address_of_its_own(names: list[str], slugs: list[str]) -> None:
    ada = user_of(organisation_of(slug="first"))

    assert [create_organisation(name, ada, language="en").slug for name in names] == slugs


@pytest.mark.parametrize(
    ("role", "may"), [(Role.OWNER, True), (Role.EDITOR, False), (Role.REVIEWER, False), (Role.DOOR, False)]
)
def test_only_owners_create_a_further_one(role: Role, may: bool) -> None:
    assert may_create_organisation(user_of(organisation_of(), role=role)) is may


def test_whoever_was_removed_everywhere_creates_none() -> None:
    organisation_of()

    with pytest.raises(MayNotHost):
        create_organisation("Mine", user_of(), language="en")

    assert Organisation.objects.count() == 1
