"""What search engines read of a post: schema.org's NewsArticle, as JSON-LD."""

from typing import Any

from django.utils.safestring import SafeString

from turnout.design.json_ld import json_ld
from turnout.interest.shown_pictures import shown
from turnout.newsroom.addresses import post_path, whole
from turnout.newsroom.models import Correction, Post

LONGEST_HEADLINE = 110


def news_article(post: Post, language: str, description: str, corrections: list[Correction]) -> SafeString:
    own = whole(post_path(post, language))
    changed = corrections[-1].at if corrections else post.published_at
    return json_ld(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": post.in_language("headline", language)[:LONGEST_HEADLINE],
            "description": description,
            "url": own,
            "mainEntityOfPage": {"@type": "WebPage", "@id": own},
            "image": _pictures(post),
            "datePublished": post.published_at.isoformat() if post.published_at else "",
            "dateModified": changed.isoformat() if changed else "",
            "inLanguage": language,
            "author": _author(post),
            "publisher": _publisher(post),
            "isBasedOn": post.source_link,
            "keywords": [tag.name for tag in post.tags.all()],
            "correction": [_correction(each, language) for each in corrections],
        }
    )


def _pictures(post: Post) -> list[str]:
    picture = shown(post.picture)
    card = whole(f"/news/{post.slug}/card.png")
    return [card, whole(picture.src)] if picture else [card]


def _author(post: Post) -> dict[str, Any]:
    if post.author:
        return {"@type": "Person", "name": post.author}
    return _organisation(post)


def _publisher(post: Post) -> dict[str, Any]:
    logo = shown(post.organisation.logo)
    found = _organisation(post)
    if logo:
        found["logo"] = {
            "@type": "ImageObject",
            "url": whole(logo.src),
            "width": logo.width,
            "height": logo.height,
        }
    return found


def _organisation(post: Post) -> dict[str, Any]:
    host = post.organisation
    return {"@type": "Organization", "name": host.name, "url": host.website or whole("/")}


def _correction(correction: Correction, language: str) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "datePublished": correction.at.isoformat(),
        "text": correction.translations.get(language) or correction.text,
    }
