import pytest

from turnout.rules.form import Answer, Form, Problem, Unacceptable, parse

PLAIN = {
    "event": 12,
    "version": 3,
    "party_max": 4,
    "least_age": None,
    "option_ids": [5, 6],
    "questions": [],
}
GOOD = {
    "name": ["Ada Lovelace"],
    "email": ["Ada@Example.org"],
    "likelihood": ["definitely"],
    "party": ["2"],
    "country": ["US"],
    "option": ["6"],
    "consent": ["yes"],
}


def check(fields: dict[str, list[str]], **changes: object) -> Answer:
    form = Form.of({**PLAIN, **changes})
    return form.check(fields, channels={"reddit"}, languages=("en", "es"))


def problems(fields: dict[str, list[str]], **changes: object) -> list[tuple[str, str]]:
    with pytest.raises(Unacceptable) as refusal:
        check(fields, **changes)
    return [(problem.field, problem.code) for problem in refusal.value.problems]


def test_good_submission_becomes_an_answer():
    posted = parse(
        b"name=+Ada++Lovelace+&email=Ada%40Example.org&likelihood=definitely&party=2&country=us"
        b"&postcode=10001&option=6&consent=yes&via=reddit&lang=es&form=3&unknown=1"
        b"&submission=0189D6F0-0000-7000-8000-00000000000a"
    )

    assert check(posted) == Answer(
        name="Ada Lovelace",
        email="Ada@Example.org",
        email_key="ada@example.org",
        likelihood="definitely",
        party=2,
        country="US",
        postcode="10001",
        options=(6,),
        answers={},
        via="reddit",
        language="es",
        form_version=3,
        submission="0189d6f000007000800000000000000a",
    )


def test_empty_submission_names_every_field_that_is_missing_in_the_forms_order():
    missing = problems({}, least_age=16)

    assert missing == [
        (field, "missing")
        for field in ("name", "email", "likelihood", "party", "country", "option", "age", "consent")
    ]


def test_problem_carries_the_facts_of_its_limit():
    with pytest.raises(Unacceptable) as refusal:
        check({**GOOD, "party": ["5"]})

    assert refusal.value.problems == (Problem("party", "out_of_range", {"least": 1, "greatest": 4}),)


def test_of_a_field_sent_twice_the_last_counts():
    assert check({**GOOD, "likelihood": ["nonsense", "maybe"]}).likelihood == "maybe"


def test_single_option_is_implied():
    assert check({**GOOD, "option": []}, option_ids=[5]).options == (5,)


def test_party_of_one_is_implied_where_nobody_may_bring_company():
    assert check({**GOOD, "party": [""]}, party_max=1).party == 1


def test_unknown_channel_and_language_fall_back():
    answer = check({**GOOD, "via": ["elsewhere"], "lang": ["fr"]})

    assert (answer.via, answer.language) == ("", "en")


@pytest.mark.parametrize("submission", ["", "x" * 32, "0" * 31, "0" * 40, "\u0660" * 32])
def test_submission_that_is_no_uuid_counts_as_absent(submission: str):
    assert check({**GOOD, "submission": [submission]}).submission is None


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "\u200d", "missing"),
        ("name", "a" * 121, "too_long"),
        ("email", "ada", "not_an_address"),
        ("likelihood", "surely", "not_a_choice"),
        ("party", "0", "out_of_range"),
        ("party", "two", "out_of_range"),
        ("party", "\u0662", "out_of_range"),
        ("party", "9" * 5_000, "out_of_range"),
        ("country", "USA", "not_a_choice"),
        ("country", "XX", "not_a_choice"),
        ("postcode", "1" * 17, "too_long"),
        ("option", "7", "not_a_choice"),
        ("consent", "no", "missing"),
    ],
)
def test_field_that_cannot_be_taken_is_named(field: str, value: str, code: str):
    assert problems({**GOOD, field: [value]}) == [(field, code)]


def question(number: int, **changes: object) -> dict[str, object]:
    plain = {"id": number, "kind": "yesno", "required": True, "choices": [], "limits": {}, "show_if": {}}
    return plain | changes


def test_questions_are_answered_under_their_ids():
    asked = [question(1), question(2, required=False), question(3, kind="number")]

    assert check({**GOOD, "q1": ["yes"], "q3": ["0"]}, questions=asked).answers == {"q1": "yes", "q3": 0}


def test_answer_to_a_hidden_question_is_dropped():
    asked = [question(1), question(2, show_if={"question": 1, "is": ["yes"]})]

    assert check({**GOOD, "q1": ["no"], "q2": ["yes"]}, questions=asked).answers == {"q1": "no"}


def test_unfit_and_missing_answers_are_named_by_their_fields():
    asked = [question(1), question(2, kind="number"), question(3, show_if={"question": 2, "is": ["1"]})]

    assert problems({**GOOD, "q2": ["x"]}, questions=asked) == [("q1", "missing"), ("q2", "not_a_number")]


def test_refusal_can_be_read_in_a_log():
    with pytest.raises(Unacceptable, match=r"^party out_of_range, consent missing$"):
        check({**GOOD, "party": ["9"], "consent": ["no"]})


@pytest.mark.parametrize(
    ("posted", "source"),
    [
        ({"source": ["News.Example.org"]}, "news.example.org"),
        ({"source": ["spring_mailing"]}, "spring_mailing"),
        ({"source": ["a b"]}, ""),
        ({"source": ["x" * 61]}, ""),
        ({"source": ["news.example.org"], "via": ["reddit"]}, ""),
        ({}, ""),
    ],
)
def test_source_is_kept_where_no_channel_brought_the_fan(posted: dict[str, list[str]], source: str):
    assert check({**GOOD, **posted}).source == source


@pytest.mark.parametrize(("given", "wants"), [(["yes"], True), (["no"], False), ([], False)])
def test_news_is_wanted_by_who_ticked_it(given: list[str], wants: bool):
    assert check({**GOOD, "news": given} if given else GOOD).wants_news is wants
