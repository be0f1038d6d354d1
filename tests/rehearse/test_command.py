import pytest
from click.testing import CliRunner

from turnout.rehearse.command import rehearse
from turnout.rehearse.outcome import percentile
from turnout.rehearse.this_machine import is_this_machine


def test_another_machine_is_refused_unless_it_is_said_to_be_ours() -> None:
    # An address of the range that is kept for documentation: it is nobody's.
    refused = CliRunner().invoke(rehearse, ["http://192.0.2.7/e/new-york/"])

    assert refused.exit_code == 1
    assert "--yes-this-is-my-server" in refused.output


@pytest.mark.parametrize("url", ["new-york", "http://127.0.0.1:8000/", "ftp://127.0.0.1/e/new-york/"])
def test_what_is_no_event_page_is_refused(url: str) -> None:
    refused = CliRunner().invoke(rehearse, [url])

    assert refused.exit_code == 2
    assert "event page" in refused.output


@pytest.mark.parametrize(("host", "ours"), [("127.0.0.1", True), ("localhost", True), ("192.0.2.7", False)])
def test_an_address_is_ours_if_it_can_be_bound_here(host: str, ours: bool) -> None:
    assert is_this_machine(host) is ours


@pytest.mark.parametrize(("share", "value"), [(0.5, 51), (0.99, 100), (1.0, 100)])
def test_percentiles_of_one_to_a_hundred(share: float, value: float) -> None:
    assert percentile(list(range(100, 0, -1)), share) == value


def test_a_percentile_of_nothing_is_nothing() -> None:
    assert percentile([], 0.5) == 0
