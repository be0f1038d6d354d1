from turnout.rush.limits import Limits

NOON = 1_000_000.0


def test_a_minutes_worth_may_come_at_once_and_no_more():
    limits = Limits(per_minute=60)

    admitted = [limits.admits("a", NOON) for _ in range(100)]

    assert admitted == [True] * 60 + [False] * 40


def test_bucket_fills_with_time():
    limits = Limits(per_minute=60)
    for _ in range(60):
        limits.admits("a", NOON)

    assert [limits.admits("a", NOON + 2.1) for _ in range(4)] == [True, True, False, False]


def test_refused_attempts_cost_nothing():
    limits = Limits(per_minute=60)
    for _ in range(1_000):
        limits.admits("a", NOON)

    assert limits.admits("a", NOON + 1.1)


def test_addresses_do_not_share_a_bucket():
    limits = Limits(per_minute=1)

    assert [limits.admits("a", NOON), limits.admits("b", NOON), limits.admits("a", NOON)] == [
        True,
        True,
        False,
    ]


def test_memory_is_bounded_and_forgets_those_who_were_longest_silent():
    limits = Limits(per_minute=1, most=100)
    for number in range(1_000):
        limits.admits(str(number), NOON)

    assert len(limits) <= 100
    assert not limits.admits("999", NOON)
    assert limits.admits("0", NOON)


def test_full_buckets_are_forgotten_first():
    limits = Limits(per_minute=1, most=100)
    limits.admits("early", NOON)
    for number in range(50):
        limits.admits(f"old {number}", NOON - 3_600)

    for number in range(60):
        limits.admits(str(number), NOON)

    assert not limits.admits("early", NOON)
