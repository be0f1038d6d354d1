from turnout.interest.models import Interest


def as_typed(interest: Interest) -> dict[str, list[str]]:
    """The answer as its form would send it: what the form is filled with to show or to change it."""
    plain = {
        name: [str(getattr(interest, name))] for name in ("name", "email", "likelihood", "party", "postcode")
    }
    # Without a country the form starts with the event's, as for everybody.
    country = {"country": [interest.country]} if interest.country else {}
    answers = {
        name: [str(each) for each in value] if isinstance(value, list) else [str(value)]
        for name, value in interest.answers.items()
    }
    return {**plain, **country, "option": [str(option) for option in interest.options], **answers}
