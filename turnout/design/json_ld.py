"""What programs read of a page: schema.org's words within a script element."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# Within <script> nothing is escaped as HTML, so what could end or open an element is written as JSON escapes.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def json_ld(plain: Mapping[str, Any]) -> SafeString:
    """Without what is empty."""
    found = {name: value for name, value in plain.items() if value}
    return mark_safe(json.dumps(found, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308
