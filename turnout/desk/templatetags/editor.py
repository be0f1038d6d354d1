from typing import Any

from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from turnout.accounts.typed import FIELD, mark_of
from turnout.interest.shown_pictures import Shown, smallest

register = Library()


@register.simple_tag(takes_context=True)
def typed_by(context: Context) -> SafeString:
    """The mark by which what is typed here survives the session's end."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, mark_of(context["request"]))


@register.filter
def thumbnail(name: Any) -> Shown | None:
    return smallest(str(name)) if name else None
