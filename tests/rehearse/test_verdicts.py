"""Bots and people before a real server with its worker: how well they are told apart."""

import re
from pathlib import Path

import pytest

from tests.server import Server

# A crowd over HTTP takes its time, and the queries behind the verdicts are tested on both databases.
pytestmark = pytest.mark.only("sqlite")


def test_nearly_all_bots_and_nearly_no_people_are_kept_apart(sample_server: Server) -> None:
    ended = sample_server.run(
        "rehearse",
        f"{sample_server.url}/e/new-york/",
        *["--fans", "500", "--rate", "60", "--seed", "4", "--bots", "0.3"],
        seconds=200,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
    found = re.search(r"Precision (\d\.\d+), recall (\d\.\d+)", ended.stdout)
    assert found, ended.stdout
    assert float(found[1]) >= 0.99, ended.stdout
    assert float(found[2]) >= 0.95, ended.stdout
    assert "not looked at yet" not in ended.stdout


def test_under_pressure_people_pass_and_bots_are_stopped(
    tmp_path: Path, sample_database: dict[str, str]
) -> None:
    settings = {"TURNOUT_PROXIES": "127.0.0.1", "TURNOUT_EVENT_ANSWERS_BEFORE_CHECK": "60"}
    server = Server(tmp_path, **settings, **sample_database).start()

    ended = server.run(
        "rehearse",
        f"{server.url}/e/new-york/",
        *["--fans", "120", "--rate", "60", "--seed", "5", "--bots", "0.3"],
        seconds=200,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "asked for a check" in ended.stdout
    assert "stopped at the check" in ended.stdout
    server.kill()
