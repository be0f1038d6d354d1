"""One rendered page, with every answer to a request for it made beforehand."""

from collections.abc import Mapping

from turnout.rush import negotiate
from turnout.rush.reply import Header, Reply

# Where a page that refuses takes in what was typed, as hidden fields.
KEPT = b"<!-- kept -->"
# Where it asks something of this visitor alone.
QUESTION = b"<!-- question -->"


def lets_frames_in(policy: str) -> bool:
    """Whether somebody may frame the page; then no older header may forbid it to everybody."""
    return "frame-ancestors 'none'" not in policy


class Page:
    """The bytes that every visitor of a language and channel gets, plain and compressed."""

    __slots__ = ("_body", "_headers", "_not_modified", "_replies", "_tag")

    def __init__(
        self,
        *,
        body: bytes,
        gzip: bytes,
        brotli: bytes,
        etag: str,
        headers: list[Header],
        cache: bytes = b"no-cache",
        vary: bytes = b"Accept-Encoding, Accept-Language",
    ) -> None:
        self._body = body
        self._headers = headers
        # Compared without its W/: If-None-Match is a weak comparison.
        self._tag = etag.removeprefix("W/").encode()
        tagged = [
            *headers,
            (b"etag", etag.encode()),
            (b"cache-control", cache),
            (b"vary", vary),
        ]
        self._not_modified = Reply(304, tagged)
        self._replies = {
            b"br": Reply(200, [*tagged, (b"content-encoding", b"br")], brotli),
            b"gzip": Reply(200, [*tagged, (b"content-encoding", b"gzip")], gzip),
            b"": Reply(200, tagged, body),
        }

    def reply(self, headers: Mapping[bytes, bytes]) -> Reply:
        """The answer to a request with these headers."""
        known = headers.get(b"if-none-match")
        if known is not None and (self._tag in known or known == b"*"):
            return self._not_modified
        return self._replies[negotiate.encoding(headers.get(b"accept-encoding", b""))]

    def refusal(self, status: int, kept: bytes = b"", *headers: Header, question: bytes = b"") -> Reply:
        """The page as an answer to a form that is not taken, with the hidden fields that keep it."""
        # The question first: what was typed may look like its mark.
        body = self._body.replace(QUESTION, question, 1).replace(KEPT, kept, 1)
        return Reply(status, [*self._headers, (b"cache-control", b"no-store"), *headers], body)
