from datetime import date

import pytest

from turnout.events.when_and_where import with_time
from turnout.interest import in_words
from turnout.rules.countries import COUNTRIES


@pytest.mark.parametrize("language", ["en", "es", "zh-hans"])
def test_every_country_has_a_name(language: str) -> None:
    assert {code for code, _ in in_words.countries(language)} == COUNTRIES
    assert all(name.strip() and name != code for code, name in in_words.countries(language))


def test_countries_stand_where_their_readers_look_for_them() -> None:
    spanish = [name for _, name in in_words.countries("es")]
    english = [name for _, name in in_words.countries("en")]

    assert english[:3] == ["Afghanistan", "Åland Islands", "Albania"]
    assert spanish.index("España") == spanish.index("Eslovenia") + 1


def test_a_date_without_its_year_is_near() -> None:
    american = in_words.locale_of("en", "US")

    assert in_words.day(date(2026, 12, 8), american, date(2026, 11, 1)) == "Tue, Dec 8"
    assert in_words.day(date(2027, 12, 8), american, date(2026, 11, 1)) == "Wed, Dec 8, 2027"
    assert in_words.day(date(2026, 10, 31), american, date(2026, 11, 1)) == "Sat, Oct 31, 2026"


def test_a_language_is_written_as_the_country_writes_it_where_it_does() -> None:
    assert str(in_words.locale_of("en", "GB")) == "en_GB"
    assert str(in_words.locale_of("zh-hans", "CN")) == "zh_Hans_CN"
    assert str(in_words.locale_of("zh-hans", "US")) == "zh_Hans"
    assert in_words.number(1_240, "es") == "1.240"
    assert in_words.one_of(["A", "B", "C"], "es") == "A, B o C"


@pytest.mark.parametrize(
    ("language", "joined", "listed"),
    [
        ("en", "Tue, Dec 8, 18:00", "A, B, and C"),
        ("es", "mar, 8 de diciembre, 18:00", "A, B y C"),
        ("zh-hans", "12月8日周二 18:00", "A、B和C"),
    ],
)
def test_each_language_joins_in_its_own_way(language: str, joined: str, listed: str) -> None:
    locale = in_words.locale_of(language)
    day = in_words.day(date(2026, 12, 8), locale, date(2026, 11, 1))

    assert with_time(day, "18:00", locale) == joined
    assert in_words.listed(["A", "B", "C"], language) == listed
    assert in_words.listed([], language) == ""
