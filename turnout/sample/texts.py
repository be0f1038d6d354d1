"""What the sample's organiser wrote, in three languages. Invented: Nimbus makes no phones."""

from typing import Any

TEXT = """\
Doors at six. Short talks, long tables with prototypes, the engineers behind the camera, and pizza from \
around the corner. Bring the phone that you love, or the one that you broke.

## What happens there

- **Try** what is not for sale yet, and say what you think of it.
- **Mend** an old phone at the repair table, with those who designed it.
- **Ask** the camera team anything, and see how a picture is made.

## What happens next

We count who would come, then choose the city and a hall that fits. You hear from us before anybody else.
"""

TEXT_ES = """\
Puertas a las seis. Charlas breves, mesas largas con prototipos, el equipo que hace la cámara y pizza de \
la esquina. Trae el móvil que adoras, o el que se te rompió.

## Qué habrá

- **Prueba** lo que aún no está a la venta y di qué te parece.
- **Arregla** un móvil viejo en la mesa de reparación, con quienes lo diseñaron.
- **Pregunta** lo que quieras al equipo de la cámara y mira cómo se hace una foto.

## Qué viene después

Contamos quién vendría y luego elegimos la ciudad y una sala a la medida. Te avisaremos antes que a nadie.
"""

TEXT_ZH = """\
晚上六点开门。有简短的分享、摆满样机的长桌、相机团队的工程师，还有街角的披萨。\
带上你最爱的手机，或者摔坏的那一部。

## 现场有什么

- **试用**尚未发售的产品，说说你的看法。
- 在维修台和设计师一起**修好**旧手机。
- 向相机团队**提问**，看看一张照片是怎样诞生的。

## 接下来

我们先统计有多少人愿意来，再选定城市和合适的场地。一有结果，你会最先知道。
"""

EVENT: dict[str, Any] = {
    "title": "Nimbus Fan Day",
    "strapline": (
        "Would you come to our first Fan Day? An evening with the people who build your phone. Nothing is "
        "booked yet: tell us that you would come, and where and when suits you."
    ),
    "text": TEXT,
    "cover_alt": "Evening sky over a row of towers by the water",
    "languages": ["es", "zh-hans"],
    "translations": {
        "es": {
            "title": "Día de fans de Nimbus",
            "strapline": (
                "¿Vendrías a nuestro primer día de fans? Una tarde con quienes hacen tu móvil. Todavía no "
                "hay nada reservado: dinos que vendrías, y dónde y cuándo te va bien."
            ),
            "text": TEXT_ES,
            "cover_alt": "Cielo del atardecer sobre una hilera de torres junto al agua",
        },
        "zh-hans": {
            "title": "Nimbus 粉丝日",
            "strapline": (
                "我们的第一次粉丝日，你会来吗？和制造你手机的人共度一个晚上。"
                "一切尚未预订：告诉我们你是否会来，以及哪里、什么时候方便。"
            ),
            "text": TEXT_ZH,
            "cover_alt": "水边一排高楼上方的傍晚天空",
        },
    },
}

NEW_YORK: dict[str, Any] = {
    "place": "New York",
    "translations": {"es": {"place": "Nueva York"}, "zh-hans": {"place": "纽约"}},
}
PHILADELPHIA: dict[str, Any] = {
    "place": "Philadelphia",
    "translations": {"es": {"place": "Filadelfia"}, "zh-hans": {"place": "费城"}},
}

CHICAGO: dict[str, Any] = {
    "place": "Chicago",
    "translations": {"es": {"place": "Chicago"}, "zh-hans": {"place": "芝加哥"}},
}

CHICAGO_EVENT: dict[str, Any] = {
    "title": "Nimbus Spring Meeting",
    "strapline": "An afternoon at the long tables in Chicago, with the first prototypes of the year.",
    "text": "It is over. Thank you for coming, and for the phones that you let us take apart.\n",
    "cover_alt": "Evening sky over a row of towers by the water",
    "languages": ["es", "zh-hans"],
    "translations": {
        "es": {
            "title": "Encuentro de primavera de Nimbus",
            "strapline": "Una tarde en las mesas largas de Chicago, con los primeros prototipos del año.",
            "text": "Ya pasó. Gracias por venir y por los móviles que nos dejasteis desmontar.\n",
            "cover_alt": "Cielo del atardecer sobre una hilera de torres junto al agua",
        },
        "zh-hans": {
            "title": "Nimbus 春季见面会",
            "strapline": "在芝加哥的长桌旁，和今年第一批样机共度一个下午。",
            "text": "活动已经结束。谢谢你来，也谢谢你让我们拆开你的手机。\n",
            "cover_alt": "水边一排高楼上方的傍晚天空",
        },
    },
}

CHICAGO_VENUE = "The Long Tables"
CHICAGO_GROUP = "Within 25 miles"
CHICAGO_RULE = (
    "Everybody takes part who answered and confirmed the e-mail address. There are 200 places; 40 percent of "
    "them are first for people who live within 25 miles."
)
CHICAGO_INVITATION = {
    "en": {
        "subject": "A place for you at {event}",
        "text": "Hello {name},\n\nyou were drawn. Please say by **{reply_by}** whether you come: {my_link}",
    },
    "es": {
        "subject": "Una plaza para ti en {event}",
        "text": "Hola, {name}:\n\nTe ha tocado una plaza. Di antes del **{reply_by}** si vienes: {my_link}",
    },
    "zh-hans": {
        "subject": "{event}：你有名额了",
        "text": "{name}，你好：\n\n你在抽签中抽中了。请在 **{reply_by}** 之前告诉我们你来不来：{my_link}",
    },
}
CHICAGO_DRAWN = {
    "en": "\nMore of you wanted to come than there were places, so they were drawn by lot. "
    "[See the random draw, and check that it was fair]({page}).\n",
    "es": "\nErais más que plazas, así que se sortearon. "
    "[Mira el sorteo y comprueba que fue justo]({page}).\n",
    "zh-hans": "\n想来的人比名额多，所以名额由抽签决定。[查看抽签，核对它是否公平]({page})。\n",
}

CHICAGO_CHANNELS = (
    ("Forum mail", "mail", "spring-mail"),
    ("Reddit", "reddit", "spring-reddit"),
    ("Shop posters", "poster", "spring-poster"),
)

CHANNELS = (
    ("Reddit", "reddit", "fanday-reddit"),
    ("YouTube", "youtube", "fanday-film"),
    ("The Gadget Post", "news", "fanday-article"),
    ("Shop posters", "poster", "fanday-poster"),
    ("Forum mail", "mail", "fanday-mail"),
)


def _choice(label: str, es: str, zh: str) -> dict[str, Any]:
    return {"label": label, "translations": {"es": es, "zh-hans": zh}}


def _labels(es: str, zh: str) -> dict[str, dict[str, str]]:
    return {"es": {"label": es}, "zh-hans": {"label": zh}}


# In the order in which they are asked; `after` names the question of this list that one depends on.
QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "name": "phone",
        "kind": "one",
        "label": "Which phone do you use?",
        "choices": [
            _choice("Nimbus 9", "Nimbus 9", "Nimbus 9"),
            _choice("Nimbus 8", "Nimbus 8", "Nimbus 8"),
            _choice("An older Nimbus", "Un Nimbus anterior", "更早的 Nimbus"),
            _choice("Another make", "De otra marca", "其他品牌"),
        ],
        "translations": _labels("¿Qué móvil usas?", "你用哪款手机？"),
    },
    {
        "name": "wishes",
        "kind": "several",
        "label": "What would you like to see?",
        "hint": "Up to three.",
        "choices": [
            _choice("Prototypes", "Prototipos", "样机"),
            _choice("The camera workshop", "El taller de cámara", "相机工作坊"),
            _choice("The repair table", "La mesa de reparación", "维修台"),
            _choice("The engineers", "El equipo de ingeniería", "工程师"),
            _choice("Other fans", "Otros fans", "其他粉丝"),
        ],
        "limits": {"most": 3},
        "translations": {
            "es": {"label": "¿Qué te gustaría ver?", "hint": "Hasta tres."},
            "zh-hans": {"label": "你想看到什么？", "hint": "最多三项。"},
        },
    },
    {
        "name": "repair",
        "kind": "yesno",
        "label": "Would you bring a phone to the repair table?",
        "translations": _labels("¿Traerías un móvil a la mesa de reparación?", "你会带手机来维修台吗？"),
    },
    {
        "name": "fault",
        "kind": "short",
        "label": "What is wrong with it?",
        "limits": {"longest": 120},
        "after": ("repair", ["yes"]),
        "translations": _labels("¿Qué le pasa?", "它有什么问题？"),
    },
    {
        "name": "miles",
        "kind": "number",
        "label": "How many miles would you travel?",
        "limits": {"least": 0, "greatest": 3000},
        "translations": _labels("¿Cuántas millas viajarías?", "你愿意走多少英里？"),
    },
    {
        "name": "note",
        "kind": "long",
        "label": "Anything you want to tell us?",
        "limits": {"longest": 500},
        "translations": _labels("¿Algo que quieras contarnos?", "还有什么想告诉我们的吗？"),
    },
)

FAULTS = (
    "Cracked screen",
    "Battery lasts half a day",
    "Charging port is loose",
    "屏幕碎了",
    "La cámara no enfoca",
)
NOTES = (
    "Could you stream the talks?",
    "I come by wheelchair, please choose a place with a lift.",
    "Please bring the blue one.",
    "¿Habrá comida vegetariana?",
    "希望有中文讲解。",
    "My daughter is twelve and knows your phones better than I do.",
)

# Of those who came by no channel: the sites that had the link, in turn; of some nobody knows.
SOURCES = ("", "phones.example.com", "", "forum.nimbus.example.com", "newsletter", "", "phones.example.com")
# How many looked at the page for each who answered, by the channel's kind.
LOOKS = {"reddit": 6, "youtube": 11, "news": 8, "poster": 4}
