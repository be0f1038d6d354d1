"""What the door reads: genuine codes, and each kind of bad one for its own reason."""

from binascii import crc_hqx

import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from turnout.rules import ticket_code
from turnout.rules.ticket_code import (
    Altered,
    AnotherEvent,
    Code,
    Forged,
    Key,
    KeyRevoked,
    Listed,
    NotATicket,
    PassedOn,
    Revoked,
    UnknownTicket,
    admissible,
    code_of,
    read,
)

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KEY = Key(PRIVATE.public_key().public_bytes_raw())
KEYS = {KEY.id: KEY}
SERIAL = b"ticket"
BITS = 8 * 77
serials = st.binary(min_size=6, max_size=6)
generations = st.integers(0, 255)


def spelled(number: int) -> str:
    """As the format has it, without a look at how the program does it."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return digits.rjust(120, "0")


def with_check(rest: bytes) -> str:
    return spelled(int.from_bytes(b"\1" + crc_hqx(rest, 0).to_bytes(2, "big") + rest, "big"))


def body_of(code: str) -> bytes:
    return int(code, 36).to_bytes(78, "big")[1:]


@given(serials, generations)
def test_a_genuine_code_says_which_ticket_it_is(serial: bytes, generation: int):
    code = code_of(PRIVATE, serial, generation)

    assert len(code) == 120
    assert code.isascii()
    assert code.isalnum()
    assert code.upper() == code
    assert read(code, KEYS) == Code(serial, generation, KEY.id)
    assert read(f" {code.lower()}\n", KEYS) == Code(serial, generation, KEY.id)


def test_the_code_of_a_key_and_a_ticket_is_always_the_same():
    signed = KEY.id + SERIAL + b"\3"

    code = code_of(PRIVATE, SERIAL, 3)

    assert code == with_check(signed + PRIVATE.sign(b"turnout ticket 1\0" + signed))
    assert code == (
        "2PCFQA259NVFQU4RKYJRUDWCMEQVUO31WCVVGGBJDYZ5I0WD61S3YWCU68XN"
        "NLG0JLS8FLM2R2QTV1MYP36XF0PA2VAXRVBKMX912H0HBJ26CVXIKDT447WL"
    )


def test_it_fits_a_small_picture_that_may_lose_a_quarter_of_itself():
    drawn = segno.make_qr(code_of(PRIVATE, SERIAL, 0), error="q", boost_error=False)

    assert (drawn.mode, drawn.version, drawn.error) == ("alphanumeric", 7, "Q")


@given(st.integers(0, BITS - 1))
def test_a_flipped_bit_is_seen_without_a_key(bit: int):
    code = code_of(PRIVATE, SERIAL, 0)

    flipped = spelled(int(code, 36) ^ 1 << bit)

    with pytest.raises(Altered):
        read(flipped, {})


@given(st.integers(8 * 4, BITS - 17), st.integers(1, 255))
def test_a_change_that_mends_its_check_is_a_forgery(bit: int, change: int):
    """All but the key's own id: whoever changes that names another event."""
    rest = bytearray(body_of(code_of(PRIVATE, SERIAL, 0))[2:])

    rest[bit // 8] ^= change

    with pytest.raises(Forged):
        read(with_check(bytes(rest)), KEYS)


@given(st.integers(0, 3), st.integers(1, 255))
def test_a_code_that_names_another_key_is_another_events(place: int, change: int):
    rest = bytearray(body_of(code_of(PRIVATE, SERIAL, 0))[2:])

    rest[place] ^= change

    with pytest.raises(AnotherEvent):
        read(with_check(bytes(rest)), KEYS)


@given(serials, generations)
def test_another_events_ticket_is_named_as_such(serial: bytes, generation: int):
    with pytest.raises(AnotherEvent):
        read(code_of(OTHER, serial, generation), KEYS)


def test_a_code_signed_by_a_stranger_in_this_events_name_is_forged():
    signed = KEY.id + SERIAL + b"\0"
    rest = signed + OTHER.sign(b"turnout ticket 1\0" + signed)

    with pytest.raises(Forged):
        read(with_check(rest), KEYS)


def test_a_signature_for_another_purpose_is_no_tickets():
    signed = KEY.id + SERIAL + b"\0"
    rest = signed + PRIVATE.sign(signed)

    with pytest.raises(Forged):
        read(with_check(rest), KEYS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org/t/abc/",
        "0" * 120,
        "Z" * 120,
        code_of(PRIVATE, SERIAL, 0)[:-1],
        code_of(PRIVATE, SERIAL, 0) + "0",
        spelled(2 << BITS | int.from_bytes(body_of(code_of(PRIVATE, SERIAL, 0)), "big")),
        "٣" * 120,
    ],
)
def test_what_is_no_ticket_is_not_taken_for_a_bad_one(text: str):
    with pytest.raises(NotATicket):
        read(text, KEYS)


@given(st.text(max_size=130))
def test_nothing_that_is_scanned_breaks_the_reader(text: str):
    with pytest.raises((NotATicket, Altered)):
        read(text, KEYS)


def test_the_codes_of_a_revoked_key_are_dead_and_those_of_an_older_one_are_not():
    code = code_of(PRIVATE, SERIAL, 0)
    newer = Key(OTHER.public_key().public_bytes_raw())

    assert read(code, {KEY.id: KEY, newer.id: newer}).serial == SERIAL
    with pytest.raises(KeyRevoked):
        read(code, {KEY.id: Key(KEY.public, is_revoked=True), newer.id: newer})


def test_a_ticket_on_the_list_comes_in():
    assert admissible(code_of(PRIVATE, SERIAL, 2), KEYS, {SERIAL: Listed(2)}).generation == 2


def test_a_revoked_ticket_says_why():
    with pytest.raises(Revoked) as refusal:
        admissible(code_of(PRIVATE, SERIAL, 0), KEYS, {SERIAL: Listed(0, "released")})

    assert refusal.value.why == "released"


def test_a_ticket_that_was_passed_on_comes_in_under_its_new_code_alone():
    tickets = {SERIAL: Listed(1)}

    with pytest.raises(PassedOn):
        admissible(code_of(PRIVATE, SERIAL, 0), KEYS, tickets)
    assert admissible(code_of(PRIVATE, SERIAL, 1), KEYS, tickets).generation == 1


@pytest.mark.parametrize("tickets", [{}, {SERIAL: Listed(0)}])
def test_a_ticket_that_is_newer_than_the_list_is_unknown(tickets: dict[bytes, Listed]):
    with pytest.raises(UnknownTicket):
        admissible(code_of(PRIVATE, SERIAL, 1), KEYS, tickets)


def test_a_serial_of_another_length_is_not_signed():
    with pytest.raises(ValueError, match="six bytes"):
        code_of(PRIVATE, b"five!", 0)


def test_the_version_is_the_one_that_the_document_names():
    assert ticket_code.LENGTH == 120
    assert int(code_of(PRIVATE, SERIAL, 0), 36) >> BITS == 1
