"""A post as readers see it, at the desk."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from turnout.newsroom.models import Post
from turnout.newsroom.post_page import post_page, with_its_parts
from turnout.newsroom.post_text import videos_of


def preview_of(request: HttpRequest, post: Post, language: str) -> HttpResponse:
    """The public page in that language, but for what readers send from it."""
    unsaved = request.method == "POST"
    with translation.override(language):
        facts = post_page(with_its_parts(post), language)
        facts |= {"comments": None, "takes_readers": False, "unsaved": unsaved}
        facts["languages"] = [] if unsaved else [_here(each) for each in facts["languages"]]
        answer = HttpResponse(render_to_string("desk/news/reading.html", facts, request))
    origins = sorted({video.origin for video in videos_of(post, language)})
    if origins:
        answer._csp_update = {"frame-src": origins, "media-src": origins}  # type: ignore[attr-defined]
    return answer


def _here(each: dict[str, object]) -> dict[str, object]:
    """The same language of the preview."""
    return {**each, "address": f"?lang={each['code']}"}
