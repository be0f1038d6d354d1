import fcntl
from pathlib import Path

import click
import pytest

from turnout.demo.stage import settle


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_serves_this_machine_alone_and_believes_its_own_crowd() -> None:
    environment: dict[str, str] = {"TURNOUT_HOST": "0.0.0.0", "TURNOUT_SMTP_URL": "smtp://mail.example.org"}

    settle(environment, 8123)

    assert environment["TURNOUT_HOST"] == "127.0.0.1"
    assert environment["TURNOUT_BASE_URL"] == "http://127.0.0.1:8123"
    assert environment["TURNOUT_PROXIES"] == "127.0.0.1"
    assert "TURNOUT_SMTP_URL" not in environment


def test_it_begins_anew_in_a_folder_of_its_own(tmp_path: Path) -> None:
    old = tmp_path / "var" / "demo" / "turnout.sqlite3"
    old.parent.mkdir(parents=True)
    old.write_text("yesterday's")
    environment: dict[str, str] = {}

    settle(environment, 8000)

    assert environment["TURNOUT_DATA"] == str(old.parent)
    assert not old.exists()


@pytest.mark.parametrize("setting", ["TURNOUT_DATA", "TURNOUT_DATABASE_URL"])
def test_data_that_somebody_named_are_kept(tmp_path: Path, setting: str) -> None:
    kept = tmp_path / "var" / "demo" / "turnout.sqlite3"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine")

    settle({setting: str(kept.parent)}, 8000)

    assert kept.read_text() == "mine"


def test_it_does_not_take_the_floor_from_under_another_demo(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "demo"
    folder.mkdir(parents=True)

    with (folder / "serve.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(click.ClickException, match="already runs"):
            settle({}, 8000)

    assert folder.exists()
