import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import event_of, organisation_of, question_of, user_of
from turnout.accounts.models import Organisation
from turnout.events.models import Event, Question

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, "editor"))
    return client


def at(event: Event, part: str = "") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/questions/{part}"


def rows(*choices: dict[str, str]) -> dict[str, str]:
    fields = {
        f"choice-{row}-{name}": value for row, each in enumerate(choices) for name, value in each.items()
    }
    return {"choice-rows": str(len(choices))} | fields


def asked(event: Event) -> list[str]:
    return [question.label for question in Event.objects.get(pk=event.pk).open_questions()]


@pytest.mark.parametrize("questions", [1, 3])
def test_the_list_costs_the_same_with_many(
    desk: Client,
    organisation: Organisation,
    questions: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    event = event_of(organisation, questions=[{"label": f"Question {row}"} for row in range(questions)])

    with django_assert_num_queries(11):
        page = desk.get(at(event))

    assert page.content.count(b'data-part="thing"') == questions


@pytest.mark.parametrize(
    ("kind", "given", "limits"),
    [
        ("short", {"longest": "40"}, {"longest": 40}),
        ("long", {}, {}),
        ("number", {"least": "0", "greatest": "2.5"}, {"least": 0, "greatest": 2.5}),
        (
            "date",
            {"earliest": "2026-12-01", "latest": "2026-12-31"},
            {"least": "2026-12-01", "greatest": "2026-12-31"},
        ),
        ("yesno", {}, {}),
    ],
)
def test_each_kind_is_added_with_its_limits(
    desk: Client, organisation: Organisation, kind: str, given: dict[str, str], limits: dict[str, object]
) -> None:
    event = event_of(organisation)

    answer = desk.post(
        at(event, f"new/?kind={kind}"), {"label": "Really?", "hint": "So", "required": "on"} | given
    )

    question = Question.objects.get()
    assert answer.status_code == 302
    assert (question.kind, question.label, question.hint, question.required) == (kind, "Really?", "So", True)
    assert question.limits == limits


@pytest.mark.parametrize("kind", ["one", "several"])
def test_choices_are_added_and_empty_rows_fall_away(
    desk: Client, organisation: Organisation, kind: str
) -> None:
    event = event_of(organisation, languages=["es"])
    choices = [{"label": "Yes", "label_es": "Sí"}, {"label": ""}, {"label": "No"}]

    desk.post(at(event, f"new/?kind={kind}"), {"label": "Really?"} | rows(*choices))

    assert Question.objects.get().choices == [
        {"id": "c1", "label": "Yes", "translations": {"es": "Sí"}},
        {"id": "c2", "label": "No"},
    ]


def test_one_choice_is_too_few_and_comes_back(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)

    answer = desk.post(at(event, "new/?kind=one"), {"label": "Really?"} | rows({"label": "Yes"}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Give at least two choices." in page
    assert 'value="Yes"' in page


def test_choices_move_and_go_by_buttons_without_a_script(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    typed = {"label": ""} | rows({"label": "A"}, {"label": "B"}, {"label": "C"})

    moved = desk.post(at(event, "new/?kind=one"), typed | {"choice-press": "up:2"})
    gone = desk.post(at(event, "new/?kind=one"), typed | {"choice-press": "drop:0"})

    assert [form["label"].value() for form in moved.context["form"].choices] == ["A", "C", "B"]
    assert [form["label"].value() for form in gone.context["form"].choices] == ["B", "C"]
    assert moved.context["problems"] == []


def test_a_choice_keeps_its_id_when_it_is_renamed_and_moved(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    question = question_of(event, "one", choices=["A", "B"])
    changed = rows({"id": "c2", "label": "B"}, {"id": "c1", "label": "A, really"}, {"label": "C"})

    desk.post(at(event, f"{question.pk}/"), {"label": "Which?"} | changed)

    question.refresh_from_db()
    assert [(each["id"], each["label"]) for each in question.choices] == [
        ("c2", "B"),
        ("c1", "A, really"),
        ("c3", "C"),
    ]


def test_labels_in_a_language_that_is_not_offered_now_stay(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    question = question_of(event, "short", translations={"es": {"label": "¿Cuál?"}})

    desk.post(at(event, f"{question.pk}/"), {"label": "Which one?"})

    question.refresh_from_db()
    assert (question.label, question.translations) == ("Which one?", {"es": {"label": "¿Cuál?"}})


def test_it_is_shown_only_after_an_earlier_answer(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    first = question_of(event, "yesno", label="Children?")

    desk.post(at(event, "new/?kind=number"), {"label": "How many?", "show_if": [f"{first.pk}:yes"]})

    second = Question.objects.get(label="How many?")
    assert second.show_if == {"question": first.pk, "is": ["yes"]}
    assert "Only when “Children?” is: Yes" in desk.get(at(event)).content.decode()


def test_answers_of_two_questions_cannot_both_decide(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    first, second = question_of(event, "yesno", label="A?"), question_of(event, "yesno", label="B?")
    both = [f"{first.pk}:yes", f"{second.pk}:no"]

    answer = desk.post(at(event, "new/?kind=short"), {"label": "C?", "show_if": both})

    assert answer.context["form"].errors == {"show_if": ["Choose answers of one question only."]}


def test_a_question_that_another_needs_is_kept_and_says_what_to_do(
    desk: Client, organisation: Organisation
) -> None:
    event = event_of(organisation)
    first = question_of(event, "yesno", label="A?")
    question_of(event, "short", label="B?", show_if={"question": first.pk, "is": ["yes"]})

    page = desk.post(at(event, f"{first.pk}/retire/"), follow=True).content.decode()

    assert "Change when it is shown first." in page
    assert asked(event) == ["A?", "B?"]


def test_moving_a_question_before_the_one_that_decides_is_refused(
    desk: Client, organisation: Organisation
) -> None:
    event = event_of(organisation)
    first = question_of(event, "yesno", label="A?")
    second = question_of(event, "short", label="B?", show_if={"question": first.pk, "is": ["yes"]})

    page = desk.post(at(event, "order/"), {"up": str(second.pk)}, follow=True).content.decode()

    assert "A question can only depend on one that comes before it." in page
    assert asked(event) == ["A?", "B?"]


def test_a_retired_question_of_a_published_event_is_listed_apart(
    desk: Client, organisation: Organisation
) -> None:
    event = event_of(organisation, stage="gauging", questions=[{"label": "A?"}])
    question = event.open_questions()[0]

    page = desk.post(at(event, f"{question.pk}/retire/"), follow=True).content.decode()

    assert "1 no longer asked" in page
    assert asked(event) == []


@pytest.mark.parametrize(
    "hostile",
    [
        {"label": "\x00"},
        {"label": "x" * 201},
        {"least": "NaN"},
        {"least": "1e999"},
        {"least": "9" * 400},
        {"greatest": "-1", "least": "1"},
        {"show_if": "x:y"},
        {"show_if": "0:yes"},
    ],
)
def test_hostile_input_is_refused_and_comes_back(
    desk: Client, organisation: Organisation, hostile: dict[str, str]
) -> None:
    event = event_of(organisation)
    question_of(event, "yesno")

    answer = desk.post(at(event, "new/?kind=number"), {"label": "Really?", "hint": "<b>"} | hostile)

    assert answer.status_code == 422
    assert b"<b>" not in answer.content


def test_an_unknown_kind_leads_back_to_the_list(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)

    assert desk.get(at(event, "new/?kind=essay")).headers["Location"] == at(event)
