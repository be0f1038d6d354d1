import pytest
from pytest_django import Settings

from turnout import environment as read
from turnout.serve.greeting import has_wal_reset_defect, mail, wal_reset_verdict


@pytest.mark.parametrize(
    "version",
    [
        (3, 7, 0),
        (3, 40, 1),
        (3, 44, 5),
        (3, 45, 0),
        (3, 49, 9),
        (3, 50, 0),
        (3, 50, 6),
        (3, 51, 0),
        (3, 51, 2),
    ],
)
def test_these_versions_may_lose_what_was_committed(version: tuple[int, ...]) -> None:
    assert has_wal_reset_defect(version)
    assert "can lose data" in wal_reset_verdict(version)


@pytest.mark.parametrize(
    "version", [(3, 6, 23), (3, 44, 6), (3, 44, 9), (3, 50, 7), (3, 51, 3), (3, 52, 0), (3, 53, 4), (4, 0, 0)]
)
def test_these_versions_do_not(version: tuple[int, ...]) -> None:
    assert not has_wal_reset_defect(version)
    assert wal_reset_verdict(version) == "free of the WAL-reset defect"


def test_the_mail_server_is_named_without_its_password(settings: Settings) -> None:
    settings.MAIL = read.smtp({"MAIL": "smtps://me:secret@mail.example.org"}, "MAIL")
    settings.EMAIL_HOST, settings.EMAIL_PORT = "mail.example.org", 465

    assert mail() == "mail.example.org:465, from turnout@127.0.0.1"
