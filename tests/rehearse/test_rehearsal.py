"""A rehearsal of the sample event, before a real server."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.databases import with_sample
from tests.server import TURNOUT, Server, environment

CROWD = ("--fans", "80", "--rate", "200", "--spike")


@pytest.fixture
def server(sample_server: Server) -> Server:
    loaded = sample_server.run("sample")
    assert loaded.stdout == f"{sample_server.url}/e/new-york/\n", loaded.stderr
    return sample_server


def test_every_acknowledged_answer_is_stored(server: Server) -> None:
    ended = server.run("rehearse", f"{server.url}/e/new-york/", *CROWD)

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "Acknowledged = stored" in ended.stdout


def test_a_missing_answer_ends_it_with_1(server: Server, tmp_path: Path) -> None:
    # The same event in other data, where none of this crowd's answers can be.
    with with_sample(tmp_path / "elsewhere") as database:
        ended = subprocess.run(
            [TURNOUT, "rehearse", f"{server.url}/e/new-york/", *CROWD],
            env=environment(TURNOUT_DATA=str(tmp_path / "elsewhere"), **database),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    assert ended.returncode == 1
    assert "MISSING" in ended.stdout


def test_without_the_data_it_says_that_nothing_was_compared(server: Server, tmp_path: Path) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TURNOUT_")}

    ended = subprocess.run(
        [TURNOUT, "rehearse", f"{server.url}/e/new-york/", *CROWD, "--via", "fanday-reddit"],
        env=plain,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "Not compared" in ended.stdout
    assert list(tmp_path.glob("var*")) == []
