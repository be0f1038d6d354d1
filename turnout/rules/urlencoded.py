"""The body of a posted form: `application/x-www-form-urlencoded`, read strictly."""

from urllib.parse import unquote_to_bytes

MOST_FIELDS = 1_000


class Malformed(ValueError):
    """The body cannot be read as fields of text: no page sends such a thing."""


def parse(body: bytes) -> dict[str, list[str]]:
    """Each field's values in the order they were sent. Raises Malformed."""
    if b"\0" in body or b"%00" in body:
        # PostgreSQL cannot hold it, and no keyboard makes it.
        raise Malformed("a NUL character")
    if body.count(b"&") >= MOST_FIELDS:
        raise Malformed("too many fields")
    fields: dict[str, list[str]] = {}
    try:
        for pair in body.replace(b"+", b" ").decode().split("&"):
            if pair:
                name, _, value = pair.partition("=")
                if "%" in value:
                    value = _unquoted(value)
                if "%" in name:
                    name = _unquoted(name)
                fields.setdefault(name, []).append(value)
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
    return fields


def _unquoted(text: str) -> str:
    return unquote_to_bytes(text).decode()
