"""How much one address may send: a bucket that empties by use and fills with time."""


class Limits:
    """`per_minute` for each key, also all at once; remembers the `most` keys that used it last.

    Only the moment at which a key's bucket will be full again is kept (the generic cell rate
    algorithm), so that a key costs one number.
    """

    def __init__(self, per_minute: float, most: int = 50_000) -> None:
        self._interval = 60 / per_minute
        self._most = most
        self._full_at: dict[str, float] = {}

    def admits(self, key: str, now: float, weight: float = 1.0) -> bool:
        """Whether one more is within the limit, or one that counts as several."""
        taken = self._interval * weight
        full_at = max(self._full_at.pop(key, now), now) + taken
        if full_at - now > 60 + self._interval / 2:
            self._full_at[key] = full_at - taken
            return False
        self._full_at[key] = full_at
        if len(self._full_at) > self._most:
            self._forget(now)
        return True

    def __len__(self) -> int:
        return len(self._full_at)

    def _forget(self, now: float) -> None:
        """First the keys whose bucket is full again, then those that were not heard of for longest."""
        live = [(key, full_at) for key, full_at in self._full_at.items() if full_at > now]
        self._full_at = dict(live[-self._most * 3 // 4 :])
