import pytest

from turnout.rush.page import lets_frames_in


@pytest.mark.parametrize(
    ("policy", "lets"),
    [
        ("default-src 'none'; frame-ancestors 'none'; img-src 'self'", False),
        ("default-src 'none'; frame-ancestors news.example.org", True),
    ],
)
def test_the_policy_says_whether_anybody_may_frame_the_page(policy: str, lets: bool):
    assert lets_frames_in(policy) is lets
