"""What a page's form asks, read from its HTML as a browser would."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Control:
    """One name of the form: its kind, the values offered, and what it starts with."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    start: str = ""
    limits: dict[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    action: str
    controls: dict[str, Control]
    opened: str = ""  # where the script asks for the form's age

    def values(self, name: str) -> list[str]:
        return self.controls[name].values if name in self.controls else []


class NoForm(Exception):
    """The page holds no form that posts an answer."""


def asked(html: str) -> Asked:
    """The form whose action ends in /interest. Raises NoForm."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if not reader.action:
        raise NoForm
    return Asked(reader.action, reader.controls, reader.opened)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.opened = ""
        self.controls: dict[str, Control] = {}
        self._inside = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("action", "").split("?")[0].endswith("/interest"):
            self.action, self._inside = given["action"], True
            self.opened = given.get("data-opened", "")
        elif self._inside and tag in {"input", "textarea", "select"} and given.get("name"):
            self._control(tag, given)
        elif self._inside and tag == "option" and self._select:
            self._offer(self.controls[self._select], given.get("value", ""), "selected" in given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "select":
            self._select = ""

    def _control(self, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
        control = self.controls.setdefault(given["name"], Control(given["name"], kind))
        if tag == "select":
            self._select = given["name"]
        elif kind in {"radio", "checkbox"}:
            self._offer(control, given.get("value", "on"), "checked" in given)
        else:
            control.start = given.get("value", "")
        control.limits.update(_only(given, ("min", "max", "maxlength", "step")))

    def _offer(self, control: Control, value: str, chosen: bool) -> None:
        if value:
            control.values.append(value)
        if chosen:
            control.start = value


def _only(given: dict[str, str], names: Iterable[str]) -> dict[str, str]:
    return {name: given[name] for name in names if given.get(name)}
