"""Reads an arithmetic question as a person does, in the languages of the pages."""

import re

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty",
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte",
    "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十",
)
_NUMBERS = {word: number for words in _WORDS for number, word in enumerate(words.split(), start=1)}
_PLUS = ("plus", "más", "加")
# The longest first: 十八 is not ten.
_NUMBER = re.compile("|".join([r"\d+", *sorted(_NUMBERS, key=len, reverse=True)]))


def answered(question: str) -> str:
    """What it comes to; empty where it cannot be read."""
    found = [int(each) if each.isdigit() else _NUMBERS[each] for each in _NUMBER.findall(question.lower())]
    if len(found) != 2:
        return ""
    first, second = found
    return str(first + second if any(word in question for word in _PLUS) else first - second)
