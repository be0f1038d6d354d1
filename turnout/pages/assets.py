"""The program's own style sheets, scripts and icons, in memory and compressed."""

import gzip
import hashlib
import mimetypes
import re
from pathlib import Path

import brotli

from turnout.rush.page import Page

# The name carries a hash of what is in it, as ManifestStaticFilesStorage writes it.
_HASHED = re.compile(r"\.[0-9a-f]{12}\.")
_FOREVER = b"public, max-age=31536000, immutable"


def assets(folder: Path, url: str) -> dict[str, Page]:
    """Each file below the folder, by its address."""
    return {
        url + path.relative_to(folder).as_posix(): _asset(path)
        for path in folder.rglob("*")
        if path.is_file()
    }


def _asset(path: Path) -> Page:
    body = path.read_bytes()
    content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if content_type.startswith("text/") else ""
    return Page(
        body=body,
        gzip=gzip.compress(body, mtime=0),
        brotli=brotli.compress(body, quality=9),
        etag=f'W/"{hashlib.sha256(body).hexdigest()[:32]}"',
        headers=[
            (b"content-type", f"{content_type}{charset}".encode()),
            (b"x-content-type-options", b"nosniff"),
        ],
        cache=_FOREVER if _HASHED.search(path.name) else b"no-cache",
        vary=b"Accept-Encoding",
    )
