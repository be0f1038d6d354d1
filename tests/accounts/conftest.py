from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from turnout.accounts import sign_in_code


@pytest.fixture(autouse=True)
def codes_end_with_their_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A code is sent after the answer: one that nobody waited for would reach the next test's server."""
    with ThreadPoolExecutor(4) as senders:
        monkeypatch.setattr(sign_in_code, "_senders", senders)
        yield
