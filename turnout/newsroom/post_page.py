"""Everything that a post's public page says, put together for its templates."""

from typing import Any
from urllib.parse import urlsplit

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string

from turnout.accounts.accent_sheet import accent_sheet
from turnout.design.markdown import to_plain
from turnout.design.policy import policy
from turnout.interest.shown_pictures import shown, smallest
from turnout.newsroom.addresses import languages_of_page, oembed_path, post_path, tag_path, whole
from turnout.newsroom.by_mail_form import by_mail_form
from turnout.newsroom.cards import day_of, event_card, post_card
from turnout.newsroom.comments_shown import comments_shown
from turnout.newsroom.live_figures import figures_of
from turnout.newsroom.mentions_shown import mentions_shown
from turnout.newsroom.models import Correction, Post
from turnout.newsroom.news_article import news_article
from turnout.newsroom.post_text import post_html, videos_of
from turnout.newsroom.related import related_posts

LONGEST_DESCRIPTION = 200


def with_its_parts(post: Post) -> Post:
    """What every language's page needs, read once."""
    prefetch_related_objects([post], "organisation", "tags", "corrections", "events__organisation")
    prefetch_related_objects(list(post.events.all()), "options")
    return post


def page_html(post: Post, language: str) -> str:
    """The page in the active language, which must be this one."""
    return render_to_string("newsroom/post.html", post_page(post, language))


def policy_of(post: Post, language: str) -> str:
    """The page's policy: it may play the videos that are in it, and nobody else's."""
    return policy(plays=sorted({video.origin for video in videos_of(post, language)}))


def post_page(post: Post, language: str) -> dict[str, Any]:
    standfirst = post.in_language("standfirst", language)
    description = standfirst or to_plain(post.in_language("text", language), LONGEST_DESCRIPTION)
    corrections = list(post.corrections.all())
    own = post_path(post, language)
    return {
        **languages_of_page(f"/news/{post.slug}/", post.all_languages, language),
        "post": post,
        "host": post.organisation,
        "logo": smallest(post.organisation.logo),
        "accent_sheet": accent_sheet(post.organisation.accent),
        "title": post.in_language("headline", language),
        "standfirst": standfirst,
        "description": description,
        "text": post_html(post, language),
        "plays_videos": bool(videos_of(post, language)),
        "figures": figures_of(post, language),
        **_picture(post, language),
        "on": day_of(post.published_at, language),
        "corrections": [_correction(each, language) for each in corrections],
        "corrected_on": day_of(corrections[-1].at, language) if corrections else "",
        "corrected_at": corrections[-1].at if corrections else None,
        "source_name": post.source_name or _site(post.source_link),
        "tags": [(tag.name, tag_path(tag.slug)) for tag in post.tags.all()],
        "events": [event_card(event, language) for event in post.events.all() if event.is_public],
        "related": [post_card(each, language) for each in related_posts(post)],
        **comments_shown(post, language),
        "mentions": mentions_shown(post),
        "takes_readers": True,
        "by_mail": by_mail_form([post.organisation], language),
        "card": whole(f"/news/{post.slug}/card.png"),
        "feeds": [whole("/news/feed.atom")],
        "oembed": whole(oembed_path(whole(own))),
        "structured_data": news_article(post, language, description, corrections),
    }


def _picture(post: Post, language: str) -> dict[str, Any]:
    return {
        "picture": shown(post.picture),
        "picture_alt": post.in_language("picture_alt", language),
        "picture_caption": post.in_language("picture_caption", language),
    }


def _correction(correction: Correction, language: str) -> dict[str, Any]:
    return {
        "at": correction.at,
        "on": day_of(correction.at, language),
        "text": correction.translations.get(language) or correction.text,
    }


def _site(link: str) -> str:
    return urlsplit(link).netloc.removeprefix("www.")
