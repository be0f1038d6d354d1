import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.factories import event_of, interest_of, organisation_of
from tests.interest.page import elements, text_of
from tests.newsroom.posted import NOON, changed, days_ago, shown_post
from turnout.newsroom.models import Correction, OldAddress, Post, PostState, Related
from turnout.newsroom.show import show

BASE = "http://127.0.0.1:8000"

pytestmark = pytest.mark.django_db


def page_of(client: Client, post: Post, query: str = "") -> str:
    response = client.get(f"/news/{post.slug}/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def article_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found
    article: dict[str, Any] = json.loads(found[1])
    return article


def test_a_post_says_who_wrote_what_and_when(client: Client):
    post = shown_post(read_more=[{"label": "The interview", "address": "https://news.example.org/interview"}])

    said = text_of(client.get(f"/news/{post.slug}/"))

    assert "Nimbus comes to New York Our first day with fans. By Ada Okafor November 30, 2026" in said
    assert "Join us in December ." in said
    assert "Read more The interview" in said


def test_its_source_is_credited(client: Client):
    named = shown_post(source_name="The Phone Post", source_link="https://news.example.org/nimbus")
    bare = shown_post(source_link="https://www.news.example.org/nimbus")
    told = shown_post(source_name="A reader")

    assert "Source: The Phone Post" in text_of(client.get(f"/news/{named.slug}/"))
    assert "Source: news.example.org" in text_of(client.get(f"/news/{bare.slug}/"))
    assert "Source: A reader" in text_of(client.get(f"/news/{told.slug}/"))


def test_corrections_are_dated(client: Client):
    post = shown_post(published_at=days_ago(3))
    Correction.objects.create(post=post, at=NOON, text="The hall is not booked.")
    show(post)

    said = text_of(client.get(f"/news/{post.slug}/"))

    assert "Corrected on November 30, 2026" in said
    assert "Corrections November 30, 2026 : The hall is not booked." in said


def test_its_event_stands_below_and_a_draft_does_not(client: Client):
    public, draft = event_of(stage="gauging"), event_of(title="A secret one")
    post = shown_post(events=(public, draft))

    html = page_of(client, post)

    assert len(elements(html, "a", href=f"/e/{public.slug}/")) == 1
    assert "A secret one" not in html


def test_related_posts_are_pinned_first_and_published(client: Client):
    host = organisation_of()
    post, alike, pinned, draft = (
        shown_post(organisation=host, headline=name) for name in ("One", "Alike", "Pinned", "Draft")
    )
    Post.objects.filter(pk=draft.pk).update(state=PostState.DRAFT)
    Related.objects.create(post=post, other=alike, likeness=0.9)
    Related.objects.create(post=post, other=draft, likeness=0.8)
    Related.objects.create(post=post, other=pinned, pinned=True)
    show(post)

    said = text_of(client.get(f"/news/{post.slug}/"))

    assert said.index("Pinned") < said.index("Alike")
    assert "Draft" not in said


def test_each_language_names_the_others(client: Client):
    post = shown_post(languages=["es"], translations={"es": {"headline": "Nimbus viene"}})

    html = page_of(client, post, "?lang=es")

    assert elements(html, "html")[0]["lang"] == "es"
    assert "Nimbus viene" in html
    assert elements(html, "link", rel="canonical")[0]["href"] == f"{BASE}/news/{post.slug}/?lang=es"
    assert {
        link["hreflang"]: link["href"]
        for link in elements(html, "link", rel="alternate")
        if "hreflang" in link
    } == {
        "en": f"{BASE}/news/{post.slug}/",
        "es": f"{BASE}/news/{post.slug}/?lang=es",
        "x-default": f"{BASE}/news/{post.slug}/",
    }


def test_what_programs_read_of_it_has_the_properties_of_its_type(client: Client):
    host = organisation_of(website="https://nimbus.example.org")
    post = shown_post(organisation=host, headline="</script><b>x", source_link="https://news.example.org/1")
    Correction.objects.create(post=post, at=NOON, text="Corrected.")
    show(post)

    article = article_of(page_of(client, post))

    assert article["@type"] == "NewsArticle"
    assert article["headline"] == "</script><b>x"
    assert article["image"] == [f"{BASE}/news/{post.slug}/card.png"]
    assert article["datePublished"] == "2026-11-30T12:00:00+00:00"
    assert article["dateModified"] == "2026-11-30T12:00:00+00:00"
    assert article["author"] == {"@type": "Person", "name": "Ada Okafor"}
    assert article["publisher"] == {
        "@type": "Organization",
        "name": "Nimbus",
        "url": "https://nimbus.example.org",
    }
    assert article["isBasedOn"] == "https://news.example.org/1"
    assert article["correction"][0]["text"] == "Corrected."


def test_a_post_without_an_author_is_the_hosts(client: Client):
    post = shown_post(author="")

    assert article_of(page_of(client, post))["author"] == {
        "@type": "Organization",
        "name": "Nimbus",
        "url": f"{BASE}/",
    }


def test_what_others_show_of_a_link_is_told(client: Client):
    post = shown_post(tags=("New York",))
    html = page_of(client, post)

    told = {meta["property"]: meta["content"] for meta in elements(html, "meta") if "property" in meta}
    assert told["og:type"] == "article"
    assert told["og:image"] == f"{BASE}/news/{post.slug}/card.png"
    assert told["article:tag"] == "New York"
    assert elements(html, "meta", name="description")[0]["content"] == "Our first day with fans."
    card = client.get(f"/news/{post.slug}/card.png")
    assert (card.status_code, card["Content-Type"]) == (200, "image/png")
    assert (
        client.get(f"/news/{post.slug}/card.png", headers={"If-None-Match": card["ETag"]}).status_code == 304
    )


def test_a_draft_is_nowhere(client: Client):
    post = shown_post(published_at=None)

    assert client.get(f"/news/{post.slug}/").status_code == 404
    assert client.get(f"/news/{post.slug}/card.png").status_code == 404


def test_what_was_withdrawn_says_so(client: Client):
    post = changed(shown_post(), state=PostState.WITHDRAWN)

    response = client.get(f"/news/{post.slug}/")

    assert response.status_code == 410
    assert "Nimbus published something here and has taken it back." in text_of(response)


def test_an_old_address_leads_on(client: Client):
    post = shown_post()
    OldAddress.objects.create(post=post, slug="before")
    draft = shown_post(published_at=None)
    OldAddress.objects.create(post=draft, slug="secret")

    moved = client.get("/news/before/?lang=es")

    assert (moved.status_code, moved["Location"]) == (301, f"/news/{post.slug}/?lang=es")
    assert client.get("/news/before/")["Location"] == f"/news/{post.slug}/"
    assert client.get("/news/secret/").status_code == 404


def test_without_a_stored_page_it_is_rendered(client: Client):
    from turnout.pages.models import Leaf

    post = shown_post()
    stored = page_of(client, post)
    Leaf.objects.all().delete()

    assert page_of(client, post) == stored


def test_who_has_it_already_gets_nothing(client: Client):
    post = shown_post()

    tag = client.get(f"/news/{post.slug}/")["ETag"]

    assert client.get(f"/news/{post.slug}/", headers={"If-None-Match": tag}).status_code == 304
    assert client.post(f"/news/{post.slug}/").status_code == 405


def test_the_hosts_channels_are_plain_links(client: Client):
    host = organisation_of(links=[{"label": "Reddit", "address": "https://reddit.example.org/r/nimbus"}])
    html = page_of(client, shown_post(organisation=host))

    assert [link["rel"] for link in elements(html, "a", href="https://reddit.example.org/r/nimbus")] == [
        "noopener me"
    ]


def test_live_figures_of_its_event_are_told(client: Client):
    event = event_of(stage="gauging")
    interest_of(event, country="US")
    interest_of(event, country="CA")
    post = shown_post(events=(event,), shows_figures=True)

    said = text_of(client.get(f"/news/{post.slug}/"))

    assert "Nimbus Fan Day Interested so far 2 From 2 countries" in said


def players(page: Any) -> list[str]:
    sources = [each["src"] for each in elements(page.content.decode(), "script", type="module")]
    return [name for source in sources if (name := source.rpartition("/")[2].partition(".")[0]) == "video"]


def test_only_a_post_with_a_video_may_play_one(client: Client):
    post = shown_post(text="https://youtu.be/abcdefghijk")
    plain = shown_post()

    playing, still = client.get(f"/news/{post.slug}/"), client.get(f"/news/{plain.slug}/")

    assert "frame-src https://www.youtube-nocookie.com" in playing["Content-Security-Policy"]
    assert players(playing) == ["video"]
    assert "frame-src" not in still["Content-Security-Policy"]
    assert players(still) == []
