"""A post as readers see it, at the desk."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from turnout.interest.shown_pictures import shown
from turnout.newsroom.live_figures import figures_of
from turnout.newsroom.models import Post
from turnout.newsroom.post_text import post_html
from turnout.newsroom.related import related_posts


def preview_html(request: HttpRequest, post: Post, language: str) -> str:
    """A whole page in that language."""
    with translation.override(language):
        facts = {
            "post": post,
            "organisation": post.organisation,
            "language": language,
            "languages": post.all_languages,
            "headline": post.in_language("headline", language),
            "standfirst": post.in_language("standfirst", language),
            "html": post_html(post, language),
            "picture": shown(post.picture),
            "picture_alt": post.in_language("picture_alt", language),
            "picture_caption": post.in_language("picture_caption", language),
            "figures": figures_of(post, language),
            "tags": post.tags.all(),
            "corrections": [
                {"at": each.at, "text": each.translations.get(language) or each.text}
                for each in post.corrections.all()
            ],
            "related": [each.in_language("headline", language) for each in related_posts(post)],
            "unsaved": request.method == "POST",
        }
        return render_to_string("desk/news/reading.html", facts, request)
