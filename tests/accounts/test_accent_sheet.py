from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from turnout.accounts.accent_sheet import HOUSE, accent_sheet
from turnout.accounts.models import Organisation


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_the_sheet_sets_the_accent_for_light_and_dark(media: Path) -> None:
    assert accent_sheet("#0a5bd0") == "/media/accents/0a5bd0-1.css"
    assert (media / "accents" / "0a5bd0-1.css").read_text() == (
        ":root { --accent: #0a5bd0; --accent-ink: #ffffff; --accent-wash: #e4ebf5; }\n"
        "@media (prefers-color-scheme: dark) "
        "{ :root { --accent: #738bd9; --accent-ink: #151210; --accent-wash: #28272d; } }\n"
    )


def test_the_sheet_is_written_once(media: Path) -> None:
    accent_sheet("#0a5bd0")
    accent_sheet("#0a5bd0")

    assert [path.name for path in media.rglob("*.css")] == ["0a5bd0-1.css"]


def test_the_house_colour_needs_no_sheet(media: Path) -> None:
    assert accent_sheet(HOUSE) == ""
    assert Organisation._meta.get_field("accent").get_default() == HOUSE
    assert list(media.iterdir()) == []
