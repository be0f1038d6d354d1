import pytest

from turnout.rules.person import Person

ASE = Person(
    interest_id=1,
    event_id=1,
    organisation_id=1,
    name="Åse Čapek",
    addresses={"ase@xn--bcher-kva.example": "Ase@Bücher.example"},
)


@pytest.mark.parametrize(
    "text",
    [
        "åse čapek",
        "A\u030ase C\u030capek's answer",
        "ASE@BÜCHER.EXAMPLE",
        "to ase@xn--bcher-kva.example, again",
    ],
)
def test_a_text_names_a_person_by_name_and_by_address(text: str) -> None:
    assert ASE.is_named_in(text)


@pytest.mark.parametrize("text", ["", "Åse", "Kåse Čapeková", "case@bücher.example", "bücher.example"])
def test_a_part_of_a_name_names_nobody(text: str) -> None:
    assert not ASE.is_named_in(text)
