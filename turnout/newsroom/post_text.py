"""A post's text as it is shown."""

from django.utils.safestring import SafeString

from turnout.design.markdown import to_html
from turnout.newsroom.models import Post


def post_html(post: Post, language: str) -> SafeString:
    return to_html(post.in_language("text", language))
