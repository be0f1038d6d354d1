from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import organisation_of, user_of
from turnout.accounts.accept_invitation import accept_invitation
from turnout.accounts.change_member import change_role, remove_member
from turnout.accounts.invitation_link import find_invitation, invitation_link
from turnout.accounts.invite_member import LIFETIME, invite_member, resend_invitation, revoke_invitation
from turnout.accounts.models import MemberInvitation, Membership, Role, User
from turnout.accounts.refusals import AlreadyAMember, InvitationGone, LastOwner, SignInFirst, SomebodyElse
from turnout.journal.models import Entry
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def token_of(invitation: MemberInvitation) -> str:
    return invitation_link(invitation).rstrip("/").rsplit("/", 1)[1]


def invited(email: str = "bea@example.org", role: str = Role.EDITOR) -> MemberInvitation:
    organisation = organisation_of(name="Nimbus")
    return invite_member(organisation, email, role, user_of(organisation, name="Ada"), NOON)


def test_an_invitation_is_mailed_with_its_link() -> None:
    invitation = invited()

    mail = Mail.objects.get()
    MemberInvitation.objects.update(expires_at=datetime(2126, 1, 1, tzinfo=UTC))
    written = render(mail)

    assert mail.recipient == "bea@example.org"
    assert mail.context == {"invitation": invitation.pk, "generation": 1}
    assert written.subject == "Nimbus invites you to join"
    assert "Ada invites you to plan events together at Nimbus." in written.text
    assert invitation_link(invitation) in written.text
    assert invitation_link(invitation) in written.html


def test_no_name_can_break_out_of_the_mails_head_or_body() -> None:
    organisation = organisation_of(name="Nim\r\nBcc: all@example.org <b>")
    invite_member(organisation, "bea@example.org", Role.EDITOR, user_of(organisation), NOON)
    MemberInvitation.objects.update(expires_at=datetime(2126, 1, 1, tzinfo=UTC))

    written = render(Mail.objects.get())

    assert "\n" not in written.subject
    assert "<b>" not in written.html


def test_the_mail_of_an_invitation_that_was_taken_back_is_not_sent() -> None:
    revoke_invitation(invited(), "user:1")

    with pytest.raises(NoLongerNeeded):
        render(Mail.objects.get())


def test_a_new_address_becomes_a_person_and_a_member() -> None:
    invitation = invited(role=Role.DOOR)

    membership = accept_invitation(find_invitation(token_of(invitation), NOON), None, NOON)

    assert (membership.user.email, membership.role) == ("bea@example.org", Role.DOOR)
    assert Entry.objects.filter(verb="join", noun_id=membership.pk).count() == 1


def test_a_link_alone_does_not_sign_in_whoever_is_known_already() -> None:
    bea = user_of(organisation_of(), email="bea@example.org")
    invitation = invited()

    with pytest.raises(SignInFirst):
        accept_invitation(invitation, None, NOON)

    assert MemberInvitation.objects.get().accepted_at is None
    assert accept_invitation(invitation, bea, NOON).user == bea


def test_an_invitation_is_for_the_invited_person() -> None:
    with pytest.raises(SomebodyElse):
        accept_invitation(invited(), user_of(email="eve@example.org"), NOON)


def test_an_invitation_is_accepted_once() -> None:
    invitation = invited()
    twice = find_invitation(token_of(invitation), NOON)
    accept_invitation(invitation, None, NOON)

    with pytest.raises(InvitationGone):
        accept_invitation(twice, User.objects.get(email="bea@example.org"), NOON)


def test_sending_again_replaces_the_link() -> None:
    invitation = invited()
    old = token_of(invitation)

    resend_invitation(invitation, user_of(), NOON + timedelta(days=1))

    with pytest.raises(InvitationGone):
        find_invitation(old, NOON)
    renewed = find_invitation(token_of(invitation), NOON)
    assert (renewed.generation, renewed.expires_at) == (2, NOON + timedelta(days=1) + LIFETIME)
    assert Mail.objects.count() == 2


def test_inviting_the_same_address_again_changes_the_role_and_the_link() -> None:
    first = invited(role=Role.DOOR)

    second = invite_member(first.organisation, "BEA@example.org", Role.OWNER, user_of(), NOON)

    assert (second.pk, second.generation, second.role) == (first.pk, 2, Role.OWNER)


@pytest.mark.parametrize(("after", "works"), [(LIFETIME - timedelta(seconds=1), True), (LIFETIME, False)])
def test_an_invitation_is_valid_for_two_weeks(after: timedelta, works: bool) -> None:
    token = token_of(invited())

    if works:
        assert find_invitation(token, NOON + after).email == "bea@example.org"
    else:
        with pytest.raises(InvitationGone):
            find_invitation(token, NOON + after)


@pytest.mark.parametrize("at", [0, 22, -1])
def test_a_changed_link_is_no_invitation(at: int) -> None:
    token = list(token_of(invited()))
    token[at] = "a" if token[at] != "a" else "b"

    with pytest.raises(InvitationGone):
        find_invitation("".join(token), NOON)


def test_a_member_is_not_invited() -> None:
    organisation = organisation_of()
    ada = user_of(organisation, email="ada@example.org")

    with pytest.raises(AlreadyAMember):
        invite_member(organisation, "Ada@example.org", Role.DOOR, ada, NOON)

    assert not Mail.objects.exists()


def test_the_last_owner_stays_owner() -> None:
    organisation = organisation_of()
    user_of(organisation, role=Role.EDITOR)
    user_of(organisation, is_active=False)
    mine = Membership.objects.get(user=user_of(organisation))

    with pytest.raises(LastOwner):
        change_role(mine, Role.EDITOR, "user:1")
    with pytest.raises(LastOwner):
        remove_member(mine, "user:1")

    mine.refresh_from_db()
    assert mine.role == Role.OWNER


def test_one_of_two_owners_may_go_and_the_journal_says_so() -> None:
    organisation = organisation_of()
    user_of(organisation)
    leaver = user_of(organisation)

    remove_member(Membership.objects.get(user=leaver), f"user:{leaver.pk}")

    assert not Membership.objects.filter(user=leaver).exists()
    entry = Entry.objects.get(verb="remove")
    assert (entry.actor, entry.organisation_id) == (f"user:{leaver.pk}", organisation.pk)
    assert entry.old.values == {"role": "owner", "user": leaver.pk}


def test_a_role_is_changed_and_the_old_one_kept_in_the_journal() -> None:
    organisation = organisation_of()
    user_of(organisation)
    editor = Membership.objects.get(user=user_of(organisation, role=Role.EDITOR))

    change_role(editor, Role.OWNER, "user:1")
    change_role(editor, Role.OWNER, "user:1")

    entry = Entry.objects.get(verb="change")
    assert (entry.noun, entry.noun_id, entry.old.values) == ("membership", editor.pk, {"role": "editor"})
