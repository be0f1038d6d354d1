"""What holds for every submission whatever, however made up it is."""

import contextlib
import json
import unicodedata
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.submissions import ANYTHING, CHANNELS, FIELDS, LANGUAGES, PLAIN, SUBMISSIONS
from turnout.rules.email_address import NotAnAddress, key_of
from turnout.rules.form import Answer, Form, Malformed, Unacceptable, parse

FORM = Form.of(PLAIN)
QUESTIONS = {f"q{question['id']}": question for question in PLAIN["questions"]}


def check(fields: dict[str, list[str]]) -> Answer | None:
    try:
        return FORM.check(fields, channels=CHANNELS, languages=LANGUAGES)
    except Unacceptable:
        return None


def as_posted(answer: Answer) -> dict[str, list[str]]:
    """The answer as a form would send it."""
    fields = {name: [str(getattr(answer, name))] for name in ("name", "email", "likelihood", "party")}
    fields |= {"country": [answer.country], "postcode": [answer.postcode], "via": [answer.via]}
    fields |= {"lang": [answer.language], "option": [str(option) for option in answer.options]}
    fields |= {"age": ["yes"], "consent": ["yes"], "submission": [answer.submission or ""]}
    fields |= {"source": [answer.source], "news": ["yes" if answer.wants_news else ""]}
    return fields | {
        name: value if isinstance(value, list) else [str(value)] for name, value in answer.answers.items()
    }


@given(st.binary(max_size=3_000))
def test_any_bytes_are_fields_of_text_or_malformed(body: bytes):
    with contextlib.suppress(Malformed):
        for name, values in parse(body).items():
            assert all("\0" not in text and text.encode() is not None for text in (name, *values))


@given(st.lists(st.tuples(st.text(), st.text())).filter(lambda pairs: "\0" not in str(pairs)))
def test_what_a_browser_encodes_is_read_as_it_was_typed(pairs: list[tuple[str, str]]):
    pairs = [(name, value) for name, value in pairs if "\0" not in name + value]

    read = parse(urlencode(pairs).encode())

    expected: dict[str, list[str]] = {}
    for name, value in pairs:
        expected.setdefault(name, []).append(value)
    assert read == expected


@given(st.dictionaries(st.sampled_from([*FIELDS, "other"]), st.lists(ANYTHING, min_size=1, max_size=3)))
def test_nonsense_is_refused_and_nothing_worse(fields: dict[str, list[str]]):
    check(fields)


@given(SUBMISSIONS)
def test_accepted_answer_fits_its_columns(fields: dict[str, list[str]]):
    answer = check(fields)

    if answer is not None:
        assert 1 <= len(answer.name) <= 120
        assert len(answer.email) <= 254
        assert len(answer.email_key) <= 254
        assert len(answer.postcode) <= 16
        assert 1 <= answer.party <= 4
        assert set(answer.options) <= {5, 6}
        assert answer.via in {"", *CHANNELS}
        assert not answer.source or not answer.via
        assert len(answer.source) <= 60
        assert answer.language in LANGUAGES
        text = json.dumps([answer.name, answer.email, answer.postcode, answer.answers], allow_nan=False)
        assert "\\u0000" not in text
        assert answer.answers.keys() <= QUESTIONS.keys()


@given(SUBMISSIONS)
def test_checking_an_answer_again_changes_nothing(fields: dict[str, list[str]]):
    first = check(fields)

    if first is not None:
        assert check(as_posted(first)) == first


@given(SUBMISSIONS)
def test_question_that_was_not_asked_has_no_answer(fields: dict[str, list[str]]):
    answer = check(fields)

    if answer is not None and answer.answers.get("q3") != "a":
        assert not answer.answers.keys() & {"q4", "q5"}


@given(st.emails())
def test_key_of_an_address_is_the_same_for_its_spellings(address: str):
    try:
        key = key_of(address)
    except NotAnAddress:
        return
    local, domain = address.rsplit("@", 1)

    assert key_of(f"{local.upper()}@{domain.upper()}") == key_of(f"{local.lower()}@{domain.lower()}")
    assert key_of(key) == key
    assert unicodedata.is_normalized("NFC", key)
