import json
import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.factories import NEW_YORK, channel_of, event_of, organisation_of, question_of
from tests.interest.page import elements, text_of
from turnout.events.edit_event import edit_event
from turnout.events.models import Event, Stage
from turnout.interest.publish import change_stage, publish, unpublish
from turnout.interest.render_pages import render_pages
from turnout.pages.models import Entrance, Page
from turnout.rush.page import KEPT

pytestmark = pytest.mark.django_db

PHILADELPHIA = {"place": "Philadelphia", "country": "US", "date": date(2026, 12, 12), "time": time(14)}
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def page(event: Event, language: str = "en", via: str = "", state: str = "open", part: str = "") -> str:
    """The stored page, rendered anew."""
    render_pages(event)
    found = Page.objects.get(path=f"/e/{event.slug}/{part}", language=language, via=via, state=state)
    return bytes(found.body).decode()


def structured(html: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert found
    data: dict[str, object] = json.loads(found[1])
    return data


def test_there_is_a_page_for_each_language_channel_and_state() -> None:
    event = event_of(stage="gauging", languages=["es", "zh-hans"], channels=["Reddit", "YouTube"])

    render_pages(event)

    pages = Page.objects.filter(event_id=event.pk)
    path = f"/e/{event.slug}/"
    codes = ["", *event.channels.values_list("code", flat=True)]
    assert set(pages.filter(path=path).values_list("language", "via", "state")) == {
        (language, code, state)
        for language in ("en", "es", "zh-hans")
        for code in codes
        for state in ("before", "open", "after")
    }
    assert set(pages.filter(path=f"{path}thanks").values_list("language", "state")) == {
        (language, "open") for language in ("en", "es", "zh-hans")
    }
    assert set(pages.filter(path=f"{path}interest").values_list("language", "state")) == {
        (language, state)
        for language in ("en", "es", "zh-hans")
        for state in ("full", "fast", "large", "slow", "foreign")
    }


def test_the_entrance_knows_what_the_form_needs() -> None:
    event = event_of(stage="gauging", languages=["es"], channels=["Reddit"])
    question_of(event, required=True)

    render_pages(event)

    entrance = Entrance.objects.get(event_id=event.pk)
    assert (entrance.slug, entrance.languages, entrance.accepting) == (event.slug, ["en", "es"], True)
    assert entrance.channels == [channel.code for channel in event.channels.all()]
    assert sorted(entrance.forms) == ["1", "2"]


def test_pages_of_two_channels_differ_by_the_code_alone() -> None:
    event = event_of(stage="gauging")
    one, two = channel_of(event, code="one-code"), channel_of(event, code="two-code")

    first, second = page(event, via=one.code), page(event, via=two.code)

    assert first != second
    assert first.replace("one-code", "two-code") == second
    assert elements(first, "input", name="via") == [{"type": "hidden", "name": "via", "value": "one-code"}]
    assert elements(page(event), "input", name="via") == [{"type": "hidden", "name": "via", "value": ""}]


def test_the_language_switch_keeps_the_channel() -> None:
    event = event_of(stage="gauging", languages=["es"], channels=["Reddit"])
    code = event.channels.get().code

    links = [each["href"] for each in elements(page(event, via=code), "a") if each.get("hreflang")]

    assert links == [f"/e/{event.slug}/?lang=en&via={code}", f"/e/{event.slug}/?lang=es&via={code}"]


def test_search_engines_see_one_address_for_each_language() -> None:
    event = event_of(stage="gauging", languages=["es"], channels=["Reddit"])
    base = f"http://127.0.0.1:8000/e/{event.slug}/"

    html = page(event, "es", via=event.channels.get().code)

    assert elements(html, "link", rel="canonical")[0]["href"] == f"{base}?lang=es"
    assert {each["hreflang"]: each["href"] for each in elements(html, "link", rel="alternate")} == {
        "en": base,
        "es": f"{base}?lang=es",
        "x-default": base,
    }
    assert elements(html, "html")[0]["lang"] == "es"


def test_what_is_shared_has_a_title_words_and_a_picture() -> None:
    event = event_of(stage="gauging", title="A night & a day", strapline="Come by")

    html = page(event)
    found = {each["property"]: each["content"] for each in elements(html, "meta") if "property" in each}

    assert found["og:title"] == "A night & a day"
    assert found["og:description"] == "Come by"
    assert found["og:image"] == f"http://127.0.0.1:8000/e/{event.slug}/card.png"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")


def test_what_is_decided_is_announced_to_programs() -> None:
    event = event_of(organisation_of(website="https://nimbus.example.org"), stage="gauging")

    assert structured(page(event)) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Nimbus Fan Day",
        "url": f"http://127.0.0.1:8000/e/{event.slug}/",
        "image": f"http://127.0.0.1:8000/e/{event.slug}/card.png",
        "inLanguage": "en",
        "eventStatus": "https://schema.org/EventScheduled",
        "organizer": {"@type": "Organization", "name": "Nimbus", "url": "https://nimbus.example.org"},
        "startDate": "2026-12-08T18:00:00-05:00",
        "location": {
            "@type": "Place",
            "name": "New York",
            "address": {"@type": "PostalAddress", "addressLocality": "New York", "addressCountry": "US"},
        },
    }


def test_what_is_not_decided_is_not_announced() -> None:
    data = structured(page(event_of(stage="gauging", options=[NEW_YORK, PHILADELPHIA])))

    assert "startDate" not in data
    assert "location" not in data


def test_a_title_cannot_end_the_data_it_stands_in() -> None:
    event = event_of(stage="gauging", title="</script><script>alert(1)</script>")

    html = page(event)

    assert "<script>alert" not in html
    assert structured(html)["name"] == event.title


def test_the_organisers_text_brings_no_script_and_no_picture_of_others() -> None:
    text = '# Hello\n\n<img src="https://x.example/a.png"><script>a()</script> [no](javascript:a()) [yes](https://example.org)'

    html = page(event_of(stage="gauging", text=text))

    assert "<h2>Hello</h2>" in html
    assert elements(html, "img") == []
    assert [each for each in elements(html, "a") if each["href"].startswith("javascript")] == []
    assert "&amp;lt;" not in html
    assert [each["rel"] for each in elements(html, "a", href="https://example.org")] == ["noopener"]


def test_nothing_is_styled_or_scripted_inline() -> None:
    event = event_of(stage="gauging", options=[NEW_YORK, PHILADELPHIA], channels=["Reddit"])
    for kind in ("short", "long", "number", "date", "yesno"):
        question_of(event, kind=kind)
    render_pages(event)

    for stored in Page.objects.filter(event_id=event.pk):
        html = bytes(stored.body).decode()
        assert " style=" not in html
        assert " onclick=" not in html
        assert re.findall(r"<script(?! type=\"application/ld\+json\"| type=\"module\" src=)", html) == []
        assert "script-src 'self'" in stored.policy


def test_the_form_asks_in_the_order_in_which_it_is_checked() -> None:
    event = event_of(stage="gauging", options=[NEW_YORK, PHILADELPHIA], least_age=16)
    question = question_of(event)

    html = page(event)
    fields = re.findall(r'data-field="(\w+)"', html)

    assert fields == [
        *("name", "email", "likelihood", "party", "country", "postcode", "option"),
        f"q{question.pk}",
        *("age", "consent", "news"),
    ]
    assert elements(html, "input", name="consent", checked="") == []
    assert elements(html, "option", selected="") == [{"value": "US", "selected": ""}]


def test_a_single_option_is_not_asked_about() -> None:
    html = page(event_of(stage="gauging", party_max=1))

    assert 'data-field="option"' not in html
    assert 'data-field="party"' not in html


def test_many_people_are_chosen_from_a_list_with_nothing_chosen_before() -> None:
    html = page(event_of(stage="gauging", party_max=12))

    assert elements(html, "select", name="party") != []
    assert '<option value="">Choose</option>' in html


def test_a_question_that_depends_says_on_what() -> None:
    event = event_of(stage="gauging")
    first = question_of(event, kind="one", label="Which phone?", choices=["One", "Two", "Other"])
    second = question_of(
        event, label="Which other?", show_if={"question": first.pk, "is": ["c2", "c3"]}, required=True
    )

    html = page(event)
    field = elements(html, "div", data_field=f"q{second.pk}")[0]

    assert (field["data-shown-if"], field["data-shown-is"]) == (f"q{first.pk}", "c2 c3")
    assert "Only if your answer to “Which phone?” is “Two” or “Other”." in html
    assert "required" not in elements(html, "input", name=f"q{second.pk}")[0]


def test_texts_of_the_organiser_come_in_the_language_of_the_page() -> None:
    event = event_of(stage="gauging", languages=["es"])
    edit_event(event, "user:1", translations={"es": {"title": "Noche de Nimbus"}})
    question = question_of(
        event,
        kind="one",
        choices=[{"label": "Yes please", "translations": {"es": "Sí, por favor"}}, {"label": "No"}],
        translations={"es": {"label": "¿Pizza?"}},
    )

    html = page(event, "es")

    assert "<h1>Noche de Nimbus</h1>" in html
    assert "¿Pizza?" in html
    assert "Sí, por favor" in html
    assert elements(html, "input", name=f"q{question.pk}")[1]["value"] == "c2"


@time_machine.travel(NOW)
def test_when_and_where_are_said_as_the_reader_writes_them(client: Client) -> None:
    event = event_of(stage="gauging", options=[NEW_YORK, PHILADELPHIA], languages=["es"])
    render_pages(event)

    english, spanish = (text_of(client.get(f"/e/{event.slug}/?lang={code}")) for code in ("en", "es"))

    assert "When Tue, Dec 8, 6:00 PM or Sat, Dec 12, 2:00 PM Where" in english
    assert "New York or Philadelphia you help us choose" in english
    assert "mar, 8 de diciembre" in spanish


def test_each_stage_says_where_the_event_stands(client: Client) -> None:
    said = {
        "gauging": "Count me in",
        "inviting": "Count me in",
        "closed": "Answers are closed",
        "past": "This event is over",
        "cancelled": "This event is cancelled",
    }
    for stage, words in said.items():
        event = event_of(stage=stage)
        render_pages(event)
        assert words in text_of(client.get(f"/e/{event.slug}/"))


def test_before_it_opens_the_page_says_when_by_the_events_clock() -> None:
    html = page(event_of(stage="gauging", opens_at=datetime(2026, 12, 1, 15, tzinfo=UTC)), state="before")

    assert "10:00\u202fAM EST" in html
    assert "<form" not in html


def test_spanish_puts_no_article_before_a_short_weekday() -> None:
    opens = datetime(2026, 12, 1, 15, tzinfo=UTC)
    event = event_of(stage="gauging", languages=["es"], opens_at=opens, closes_at=opens + timedelta(days=1))

    with time_machine.travel(NOW, tick=False):
        before, thanks = page(event, "es", state="before"), page(event, "es", part="thanks")

    assert "Podrás responder a partir de esta fecha: mar, 1 de diciembre, 10:00" in before
    assert "Fin del plazo para responder: mié, 2 de diciembre, 10:00" in thanks


def test_thanks_say_what_happens_next_and_how_to_mend_an_address(client: Client) -> None:
    event = event_of(stage="gauging", closes_at=timezone.now() + timedelta(days=3))
    render_pages(event)

    said = text_of(client.get(f"/e/{event.slug}/thanks"))

    assert "Thank you. You are counted in." in said
    assert "It comes from turnout@127.0.0.1. Look into your spam folder too." in said
    assert "Answers are taken until" in said
    assert "Answer once more with the right one. It counts as a new answer." in said
    assert "To have the first one removed, write to privacy@example.org ." in said


@pytest.mark.parametrize(
    ("state", "again"), [("full", 1), ("fast", 1), ("foreign", 1), ("large", 0), ("slow", 0)]
)
def test_a_page_that_keeps_what_was_typed_has_a_place_for_it(state: str, again: int) -> None:
    html = page(event_of(stage="gauging"), state=state, part="interest")

    assert html.count(KEPT.decode()) == again
    assert len(elements(html, "form", method="post")) == again


def test_a_draft_that_is_withdrawn_leaves_nothing(client: Client) -> None:
    event = publish(event_of(), "user:1")

    event = unpublish(event, "user:1")

    assert event.stage == Stage.DRAFT
    assert not Page.objects.exists()
    assert not Entrance.objects.exists()
    assert client.get(f"/e/{event.slug}/").status_code == 404


def test_changing_the_stage_changes_the_page(client: Client) -> None:
    event = publish(event_of(), "user:1")

    change_stage(event, Stage.CANCELLED, "user:1")

    assert "This event is cancelled" in text_of(client.get(f"/e/{event.slug}/"))
    assert not Entrance.objects.get().accepting


def test_a_page_that_did_not_change_keeps_its_tag() -> None:
    event = event_of(stage="gauging", channels=["Reddit"])
    render_pages(event)
    before = set(Page.objects.values_list("pk", "etag"))

    render_pages(event)

    assert set(Page.objects.values_list("pk", "etag")) == before


def test_an_accent_comes_as_a_sheet_and_the_houses_own_needs_none() -> None:
    plain = page(event_of(stage="gauging"))
    own = page(event_of(organisation_of(accent="#0a6b3d"), stage="gauging"))

    assert len(elements(plain, "link", rel="stylesheet")) == 1
    assert elements(own, "link", rel="stylesheet")[1]["href"].startswith("/media/accents/0a6b3d")
