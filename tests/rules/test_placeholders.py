from turnout.rules.placeholders import filled, unknown_in

VALUES = {"name": "Ada", "event": "Fan Day"}


def test_each_name_is_filled_in() -> None:
    assert filled("Dear {name}, {name}: {event}.", VALUES) == "Dear Ada, Ada: Fan Day."


def test_names_that_nothing_stands_for_are_told_once_in_their_order() -> None:
    assert unknown_in("{nmae} {name} {} {nmae} {name.email} {name!r} {0}", VALUES) == [
        "nmae",
        "",
        "name.email",
        "name!r",
        "0",
    ]


def test_a_lone_brace_is_a_brace() -> None:
    text = "a } b { c\n} {"

    assert unknown_in(text, VALUES) == []
    assert filled(text, VALUES) == text


def test_what_a_value_says_is_not_looked_at_again() -> None:
    assert filled("{name}", {"name": "{event}", "event": "secret"}) == "{event}"


def test_no_attribute_of_a_value_can_be_reached() -> None:
    text = "{name.__class__} {name[0]} {name:>99}"

    assert filled(text, VALUES) == text
    assert len(unknown_in(text, VALUES)) == 3
