import gzip
from pathlib import Path

import brotli
import pytest

from turnout.pages.assets import assets
from turnout.rush.page import Page

STYLE = b"body { color: black }\n" * 100


@pytest.fixture
def served(tmp_path: Path) -> dict[str, Page]:
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / "site.0123456789ab.css").write_bytes(STYLE)
    (tmp_path / "built" / "site.css").write_bytes(STYLE)
    (tmp_path / "icon.svg").write_bytes(b"<svg/>")
    return assets(tmp_path, "/static/")


def headers_of(page: Page) -> dict[bytes, bytes]:
    return dict(page.reply({}).start["headers"])


def test_every_file_has_an_address(served: dict[str, Page]) -> None:
    assert set(served) == {
        "/static/built/site.0123456789ab.css",
        "/static/built/site.css",
        "/static/icon.svg",
    }


def test_files_are_sent_compressed_to_who_takes_that(served: dict[str, Page]) -> None:
    style = served["/static/built/site.css"]

    assert brotli.decompress(style.reply({b"accept-encoding": b"gzip, br"}).body["body"]) == STYLE
    assert gzip.decompress(style.reply({b"accept-encoding": b"gzip"}).body["body"]) == STYLE
    assert style.reply({}).body["body"] == STYLE


def test_only_what_is_named_after_its_content_is_kept_for_ever(served: dict[str, Page]) -> None:
    hashed, plain = (served[f"/static/built/{name}"] for name in ("site.0123456789ab.css", "site.css"))

    assert headers_of(hashed)[b"cache-control"] == b"public, max-age=31536000, immutable"
    assert headers_of(plain)[b"cache-control"] == b"no-cache"


def test_the_type_is_told_and_not_to_be_guessed(served: dict[str, Page]) -> None:
    assert headers_of(served["/static/built/site.css"])[b"content-type"] == b"text/css; charset=utf-8"
    assert headers_of(served["/static/icon.svg"])[b"content-type"] == b"image/svg+xml"
    assert headers_of(served["/static/icon.svg"])[b"x-content-type-options"] == b"nosniff"


def test_no_folder_is_no_files(tmp_path: Path) -> None:
    assert assets(tmp_path / "absent", "/static/") == {}
