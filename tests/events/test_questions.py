import pytest

from tests.factories import ACTOR, event_of, published, question_of
from turnout.events.compile_form import compile_form
from turnout.events.edit_question import edit_question
from turnout.events.order import order_questions
from turnout.events.refusals import OrderRefused, Problem, StillNeeded, TooMany, Unfit
from turnout.events.retire_question import retire_question
from turnout.rules.form import Form

pytestmark = pytest.mark.django_db


def test_each_kind_of_question_compiles_into_the_form_that_answers_are_checked_against():
    event = event_of(party_max=6, least_age=16)
    phone = question_of(event, "one", "Which phone?", choices=["Nimbus 4", "Another"], required=True)
    colours = question_of(
        event,
        "several",
        "Which colours?",
        choices=["Red", "Blue", "Green"],
        limits={"most": 2},
        show_if={"question": phone.pk, "is": ["c1"]},
    )
    years = question_of(event, "number", "How many years?", limits={"least": 0, "greatest": 30})

    form = compile_form(event)

    assert form == {
        "event": event.pk,
        "version": 0,
        "party_max": 6,
        "least_age": 16,
        "option_ids": [event.options.get().pk],
        "questions": [
            {
                "id": phone.pk,
                "kind": "one",
                "required": True,
                "choices": ["c1", "c2"],
                "limits": {},
                "show_if": {},
            },
            {
                "id": colours.pk,
                "kind": "several",
                "required": False,
                "choices": ["c1", "c2", "c3"],
                "limits": {"most": 2},
                "show_if": {"question": phone.pk, "is": ["c1"]},
            },
            {
                "id": years.pk,
                "kind": "number",
                "required": False,
                "choices": [],
                "limits": {"least": 0, "greatest": 30},
                "show_if": {},
            },
        ],
    }
    Form.of(form)


def test_a_question_may_only_depend_on_an_earlier_one():
    event = event_of()
    first = question_of(event, "yesno", "Do you own one?")
    second = question_of(event, "yesno", "Would you lend it?")

    with pytest.raises(Unfit) as refusal:
        edit_question(first, ACTOR, show_if={"question": second.pk, "is": ["yes"]})

    assert refusal.value.problems == (Problem("show_if", "not_earlier", {"question": first.pk}),)


@pytest.mark.parametrize("values", [["maybe"], [], ["yes", "c1"]])
def test_a_question_may_only_depend_on_answers_that_are_offered(values):
    event = event_of()
    first = question_of(event, "yesno", "Do you own one?")

    with pytest.raises(Unfit) as refusal:
        question_of(event, show_if={"question": first.pk, "is": values})

    assert [problem.code for problem in refusal.value.problems] == ["not_a_choice"]
    assert event.open_questions() == [first]


@pytest.mark.parametrize("condition", [{"question": "x", "is": ["yes"]}, {"is": ["yes"]}, {"question": 1}])
def test_a_condition_that_is_none_is_refused(condition):
    with pytest.raises(Unfit) as refusal:
        question_of(event_of(), show_if=condition)

    assert [problem.field for problem in refusal.value.problems] == ["show_if"]


def test_a_text_decides_nothing():
    event = event_of()
    first = question_of(event, "short")

    with pytest.raises(Unfit):
        question_of(event, show_if={"question": first.pk, "is": ["yes"]})


def test_a_new_order_keeps_conditions_after_what_they_depend_on():
    event = event_of()
    first = question_of(event, "yesno", "Do you own one?")
    second = question_of(event, show_if={"question": first.pk, "is": ["yes"]})
    third = question_of(event)

    order_questions(event, ACTOR, [third.pk, first.pk, second.pk])
    with pytest.raises(Unfit):
        order_questions(event, ACTOR, [second.pk, first.pk, third.pk])

    assert [question.pk for question in event.open_questions()] == [third.pk, first.pk, second.pk]


@pytest.mark.parametrize("ids", [[], [1, 1], [10**9]])
def test_an_order_of_other_questions_is_refused(ids):
    event = event_of(questions=[{}])

    with pytest.raises(OrderRefused):
        order_questions(event, ACTOR, ids)


def test_choices_keep_their_ids_and_an_id_is_never_given_twice():
    event = published(questions=[{"kind": "one", "label": "Which?", "choices": ["Red", "Blue"]}])
    question = event.open_questions()[0]

    question = edit_question(
        question, ACTOR, choices=[{"label": "Green"}, {"id": "c1", "label": "Bright red"}]
    )
    question = edit_question(question, ACTOR, choices=[{"id": "c1", "label": "Red"}, {"label": "Grey"}])

    assert question.choices == [
        {"id": "c1", "label": "Red"},
        {"id": "c4", "label": "Grey"},
        {"id": "c3", "label": "Green", "retired": True},
        {"id": "c2", "label": "Blue", "retired": True},
    ]
    assert compile_form(event)["questions"][0]["choices"] == ["c1", "c4"]


def test_a_draft_forgets_a_choice_that_goes():
    event = event_of(questions=[{"kind": "one", "label": "Which?", "choices": ["Red", "Blue", "Green"]}])

    question = edit_question(
        event.open_questions()[0],
        ACTOR,
        choices=[{"id": "c3", "label": "Green"}, {"id": "c1", "label": "Red"}],
    )

    assert [choice["id"] for choice in question.choices] == ["c3", "c1"]


def test_retired_choices_outlive_a_change_of_something_else():
    event = published(questions=[{"kind": "one", "label": "Which?", "choices": ["Red", "Blue", "Green"]}])
    question = event.open_questions()[0]
    edit_question(question, ACTOR, choices=[{"id": "c1", "label": "Red"}, {"id": "c2", "label": "Blue"}])

    question = edit_question(question, ACTOR, label="Which one?")

    assert [choice.get("retired", False) for choice in question.choices] == [False, False, True]


def test_a_choice_on_which_a_question_depends_stays():
    event = event_of()
    first = question_of(event, "one", "Which?", choices=["Red", "Blue", "Green"])
    question_of(event, show_if={"question": first.pk, "is": ["c3"]})

    with pytest.raises(Unfit):
        edit_question(first, ACTOR, choices=[{"id": "c1", "label": "Red"}, {"id": "c2", "label": "Blue"}])

    first.refresh_from_db()
    assert len(first.choices) == 3


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ([], "missing"),
        ([{"label": "Red"}], "missing"),
        ([{"label": "Red"}, {"label": "RED"}], "doubled"),
        ([{"label": "Red"}, {"label": " "}], "missing"),
        ([{"label": "Red"}, {"id": "c9", "label": "Blue"}], "not_a_choice"),
        ([{"label": str(number)} for number in range(41)], "too_many"),
    ],
)
def test_choices_that_cannot_be_offered_are_refused(choices, code):
    with pytest.raises(Unfit) as refusal:
        question_of(event_of(), "one", "Which?", choices=choices)

    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [("choices", code)]


@pytest.mark.parametrize(
    ("kind", "limits"),
    [
        ("short", {"longest": 201}),
        ("short", {"longest": 0}),
        ("long", {"longest": "many"}),
        ("several", {"most": 3}),
        ("number", {"least": 3, "greatest": 2}),
        ("number", {"least": "3"}),
        ("date", {"least": "2026-02-30"}),
        ("date", {"least": "2026-03-02", "greatest": "2026-03-01"}),
    ],
)
def test_limits_that_nothing_can_meet_are_refused(kind, limits):
    choices = ["Red", "Blue"] if kind == "several" else []

    with pytest.raises(Unfit) as refusal:
        question_of(event_of(), kind, "How?", choices=choices, limits=limits)

    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [
        ("limits", "out_of_range")
    ]


def test_limits_of_another_kind_and_empty_ones_fall_away():
    question = question_of(
        event_of(), "date", "When?", limits={"longest": 3, "least": "", "greatest": "2026-12-31"}
    )

    assert question.limits == {"greatest": "2026-12-31"}


def test_a_draft_question_is_deleted_and_a_published_one_kept():
    draft = event_of(questions=[{}])
    asked = published(questions=[{}])

    retire_question(draft.open_questions()[0], ACTOR)
    retire_question(asked.open_questions()[0], ACTOR)

    assert (draft.questions.count(), asked.questions.count()) == (0, 1)
    assert compile_form(asked)["questions"] == []


def test_a_question_that_others_depend_on_stays():
    event = event_of()
    first = question_of(event, "yesno", "Do you own one?")
    second = question_of(event, show_if={"question": first.pk, "is": ["no"]})

    with pytest.raises(StillNeeded) as refusal:
        retire_question(first, ACTOR)

    assert refusal.value.question_ids == (second.pk,)


def test_a_form_has_an_end():
    event = event_of(questions=[{} for _ in range(30)])

    with pytest.raises(TooMany) as refusal:
        question_of(event)

    assert refusal.value.most == 30
