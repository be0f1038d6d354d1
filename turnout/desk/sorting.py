"""A new order of a list: by a button that moves one thing, or all ids as they were dragged."""

from collections.abc import Sequence

from django.http import QueryDict


def wanted_order(data: QueryDict, ids: Sequence[int]) -> list[int]:
    """`up` or `down` names one id; `order` has all of them. What cannot be read leaves the order as it is."""
    if given := data.getlist("order"):
        return [int(each) for each in given if _is_id(each)]
    order = list(ids)
    for name, step in (("up", -1), ("down", 1)):
        moved = data.get(name, "")
        if _is_id(moved) and int(moved) in order:
            at = order.index(int(moved))
            order.insert(max(0, at + step), order.pop(at))
    return order


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
