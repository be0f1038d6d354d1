"""The fan's personal link opens one page, for as long as it is not renewed, and nothing else."""

import base64

import pytest
from django.test import override_settings

from tests.factories import interest_of, published
from turnout.interest import personal_link
from turnout.interest.models import Interest
from turnout.interest.personal_link import OWN_PAGE, token_of
from turnout.interest.refusals import LinkGone
from turnout.outbox.secret_part import masked

pytestmark = pytest.mark.django_db


@pytest.fixture
def interest() -> Interest:
    return interest_of(published())


def opens(token: str, purpose: str = OWN_PAGE) -> Interest | None:
    try:
        return personal_link.interest_of(token, purpose)
    except LinkGone:
        return None


def test_token_opens_its_own_answer(interest: Interest):
    other = interest_of(interest.event)

    assert opens(token_of(interest, OWN_PAGE)) == interest
    assert opens(token_of(other, OWN_PAGE)) == other


def test_token_is_48_characters_that_need_no_escaping(interest: Interest):
    token = token_of(interest, OWN_PAGE)

    assert len(token) == 48
    assert not set(token) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_token_with_any_one_bit_turned_opens_nothing(interest: Interest):
    plain = base64.urlsafe_b64decode(token_of(interest, OWN_PAGE))

    for bit in range(len(plain) * 8):
        turned = bytearray(plain)
        turned[bit // 8] ^= 1 << bit % 8
        assert opens(base64.urlsafe_b64encode(turned).decode()) is None


@pytest.mark.parametrize("change", ["{}=", "{}A", " {}", "{}\n", "{}====", "é{}"])
def test_token_has_one_spelling(interest: Interest, change: str):
    token = token_of(interest, OWN_PAGE)

    assert opens(change.format(token)) is None
    assert opens(change.format(token[:-1])) is None


@pytest.mark.parametrize("token", ["", "x", "A" * 47, "A" * 48, "/" * 48, "0" * 32])
def test_what_is_no_token_opens_nothing(interest: Interest, token: str):
    assert opens(token) is None


def test_token_of_one_purpose_does_not_serve_another(interest: Interest):
    token = token_of(interest, "unsubscribe")

    assert opens(token) is None
    assert opens(token, "unsubscribe") == interest


def test_renewing_ends_every_token_before(interest: Interest):
    old = token_of(interest, OWN_PAGE)
    Interest.objects.filter(pk=interest.pk).update(generation=1)
    interest.refresh_from_db()

    assert opens(old) is None
    assert opens(token_of(interest, OWN_PAGE)) == interest


def test_key_that_was_replaced_is_honoured_as_a_fallback_alone(interest: Interest, settings):
    token = token_of(interest, OWN_PAGE)
    before = settings.SECRET_KEY

    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=["a third", before]):
        assert opens(token) == interest
        assert opens(token_of(interest, OWN_PAGE)) == interest
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]):
        assert opens(token) is None


def test_link_that_is_shown_to_members_opens_nothing(interest: Interest, settings):
    with masked():
        shown = personal_link.personal_link(interest)
    sent = personal_link.personal_link(interest)

    assert shown == f"{settings.TURNOUT_BASE_URL}/my/…/"
    assert sent == f"{settings.TURNOUT_BASE_URL}/my/{token_of(interest, OWN_PAGE)}/"
