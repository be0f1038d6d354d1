"""`python -m bench.foresight` takes any file of its two formats."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from bench.foresight import main

KEYS = [
    "set",
    "groups",
    "mape",
    "crps",
    "cover50",
    "cover80",
    "cover95",
    "width80",
    "over_q95",
    "empty_q95",
    "seconds",
]


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def people(days: int, lead: int) -> list[dict[str, Any]]:
    """Of two groups a day, of whom four in five come who are sure, and two in five who are not."""
    chance, rows = np.random.default_rng(4), []
    for day in range(days):
        for host in ("north", "south"):
            for _ in range(int(chance.integers(1, 40))):
                sure = chance.random() < 0.5
                row = {
                    "came": int(chance.random() < (0.8 if sure else 0.4)),
                    "group": f"{host}{day}",
                    "organiser": host,
                }
                row |= {"t_now": day - lead, "t_out": day, "party": int(chance.integers(1, 4))}
                row |= {
                    "mood": "sure" if sure else "",
                    "age": int(chance.integers(18, 80)),
                    "weekday": f"d{day % 7}",
                }
                rows.append(row)
    return rows


def scored(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(main, [*arguments, "--json"])
    assert result.exit_code == 0, result.output
    (line,) = result.output.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_file_of_people_is_scored_on_its_later_days(tmp_path: Path):
    file = written(tmp_path / "fair.csv", people(60, lead=5))

    found = scored("--people", str(file), "--train-share", "0.7")

    assert list(found) == KEYS
    assert (found["set"], found["groups"]) == ("fair", 36)
    assert 60 <= found["cover80"] <= 97


def test_people_without_features_or_past_are_forecast_by_the_prior(tmp_path: Path):
    rows = [{"came": 1, "group": "only", "organiser": "o", "t_now": 0, "t_out": 9} for _ in range(20)]

    found = scored("--people", str(written(tmp_path / "one.csv", rows)))

    assert found["groups"] == 1


def test_file_of_groups_is_scored_on_its_later_times(tmp_path: Path):
    chance = np.random.default_rng(6)
    rows = [
        {
            "organiser": f"o{place % 9}",
            "event": place,
            "t": place // 3,
            "said": 100,
            "came": int(chance.binomial(100, 0.7)),
        }
        for place in range(90)
    ]

    found = scored("--groups", str(written(tmp_path / "groups.csv", rows)))

    assert (found["groups"], list(found)) == (27, KEYS)
    assert found["mape"] < 12


@pytest.mark.parametrize("text", ["came,group\n1,2\n", ""])
def test_file_without_its_columns_is_said_to_be_so(tmp_path: Path, text: str):
    file = tmp_path / "odd.csv"
    file.write_text(text)

    result = CliRunner().invoke(main, ["--people", str(file)])

    assert result.exit_code == 1
    assert "odd.csv: no rows, or no column" in result.output


def test_absent_public_sets_are_said_to_be_so(tmp_path: Path):
    result = CliRunner().invoke(main, ["--shared", str(tmp_path / "nowhere")])

    assert result.exit_code == 1
    assert "the public sets are not in" in result.output
