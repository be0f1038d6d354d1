"""Invented people's names, as they would write them, each with the letters of their mail address."""

from random import Random
from typing import NamedTuple


class Script(NamedTuple):
    weight: int
    language: str
    given: tuple[tuple[str, str], ...]
    family: tuple[tuple[str, str], ...]
    family_first: bool = False


def _plain(words: str) -> tuple[tuple[str, str], ...]:
    return tuple((word, word.lower()) for word in words.split())


def _pairs(words: str) -> tuple[tuple[str, str], ...]:
    """`José=jose` stands for a name and its letters in a mail address."""
    pairs = (word.partition("=") for word in words.split())
    return tuple((name, letters) for name, _, letters in pairs)


SCRIPTS = (
    Script(
        46,
        "en",
        _plain(
            "Amara Ben Carla Dana Eli Fay Grace Hugo Ivy Jonah Keisha Leo Maya Nate Olive Priya Quinn Rosa "
            "Sam Tess Uma Victor Wren Xavier Yara Zoe Malik Hannah Omar Lena Theo Ruth"
        ),
        _plain(
            "Adler Brooks Chen Diaz Ellis Foster Grant Hayes Ito Jackson Kim Lopez Murphy Nguyen Okafor "
            "Patel Quigley Rivera Singh Turner Usman Vance Walker Young Zeller Bennett Coleman Doyle"
        ),
    ),
    Script(
        14,
        "es",
        _pairs(
            "José=jose María=maria Íñigo=inigo Lucía=lucia Andrés=andres Sofía=sofia Martín=martin "
            "Inés=ines Tomás=tomas Noemí=noemi Julián=julian Belén=belen"
        ),
        _pairs(
            "Muñoz=munoz Gómez=gomez Peña=pena Álvarez=alvarez Ibáñez=ibanez Rodríguez=rodriguez "
            "Núñez=nunez Cárdenas=cardenas Gutiérrez=gutierrez Ordóñez=ordonez"
        ),
    ),
    Script(
        10,
        "en",
        _pairs(
            "Zoë=zoe François=francois Jürgen=jurgen Chloé=chloe Søren=soren Łukasz=lukasz Renée=renee "
            "Bjørn=bjorn Ağca=agca Štěpán=stepan Siân=sian Nguyệt=nguyet"
        ),
        _pairs(
            "Müller=mueller Åkesson=akesson Dvořák=dvorak Lefèvre=lefevre Ólafsson=olafsson Wójcik=wojcik "
            "Çelik=celik Großmann=grossmann Sørensen=sorensen Trần=tran Côté=cote"
        ),
    ),
    Script(
        13,
        "zh-hans",
        _pairs(
            "伟=wei 芳=fang 娜=na 秀英=xiuying 敏=min 静=jing 磊=lei 子涵=zihan 雨桐=yutong 浩然=haoran "
            "思远=siyuan 欣怡=xinyi"
        ),
        _pairs("王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 黄=huang 赵=zhao 欧阳=ouyang 周=zhou"),
        family_first=True,
    ),
    Script(
        5,
        "en",
        _pairs(
            "محمد=mohammed فاطمة=fatima أحمد=ahmad ليلى=layla يوسف=yousef نور=nour مريم=maryam خالد=khaled"
        ),
        _pairs("الحداد=haddad منصور=mansour خوري=khoury النجار=najjar صالح=saleh العلي=alali"),
    ),
    Script(
        5,
        "en",
        _pairs(
            "Анна=anna Дмитрий=dmitri Олена=olena Сергей=sergei Ольга=olga Іван=ivan Наталія=nataliia "
            "Елена=elena"
        ),
        _pairs(
            "Иванова=ivanova Кузнецов=kuznetsov Шевченко=shevchenko Соколов=sokolov Коваль=koval "
            "Мельник=melnyk"
        ),
    ),
    Script(
        4,
        "en",
        _pairs("प्रिया=priya अर्जुन=arjun कविता=kavita रोहन=rohan अनीता=anita विक्रम=vikram नेहा=neha"),
        _pairs("शर्मा=sharma पटेल=patel गुप्ता=gupta वर्मा=verma अय्यर=iyer मेहता=mehta"),
    ),
    Script(
        3,
        "en",
        _pairs("민준=minjun 서연=seoyeon 지우=jiwoo 하은=haeun 도윤=doyoon"),
        _pairs("김=kim 이=lee 박=park 최=choi 정=jung"),
        family_first=True,
    ),
)
_WEIGHTS = [script.weight for script in SCRIPTS]


def name(chance: Random) -> tuple[str, str, str]:
    """A name, its letters for a mail address, and the language its bearer would read the page in."""
    script = chance.choices(SCRIPTS, _WEIGHTS)[0]
    given, family = chance.choice(script.given), chance.choice(script.family)
    written = f"{family[0]}{given[0]}" if script.family_first else f"{given[0]} {family[0]}"
    # Most who can read English do: only half of the others ask for their own language.
    language = script.language if chance.random() < 0.5 else "en"
    return written, f"{given[1]}.{family[1]}", language
