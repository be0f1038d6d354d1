import pytest

from turnout.newsroom import by_mail_pages, receive_mention
from turnout.rush.limits import Limits


@pytest.fixture(autouse=True)
def nothing_sent_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits live in memory, and would be used up by other tests."""
    monkeypatch.setattr(receive_mention, "of_sites", Limits(receive_mention.PER_SITE))
    monkeypatch.setattr(receive_mention, "of_pages", Limits(receive_mention.PER_PAGE))


@pytest.fixture(autouse=True)
def nobody_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_mail_pages, "limits", Limits(by_mail_pages.PER_MINUTE))
