"""What the sample's organiser told in the newsroom, in three languages. Invented, as Nimbus is.

Numbers are not written here: the program counts them, and puts them in for {came}, {chosen} and {answered}.
"""

from typing import Any

AUTHOR = "Sam Rivera"
CREDIT = "Nimbus"
SOURCE = ("The Gadget Post", "https://gadgetpost.example.com/nimbus-fan-day")

RECAP: dict[str, Any] = {
    "slug": "chicago-recap",
    "headline": "What we learned from an afternoon in Chicago",
    "standfirst": "Long tables, open phones, and a lesson about how far people travel on a Saturday.",
    "text": """\
**{answered} of you** said that you would come to our spring meeting. We invited {chosen} by a random draw, \
because the room was small, and **{came} came**. Thank you, all of you, also those who were not drawn.

## What happened at the tables

The repair table had a queue from the first minute to the last. Forty screens were changed by people who had \
never opened a phone before, and only one of them needed changing twice.

> I have carried this phone for five years. Today I saw the inside of it for the first time.
>
> A visitor at the repair table

## What we would do otherwise

A third of the places had gone to people from out of town, and hardly any of them made the journey. The seats \
stayed empty, and others nearby would have liked them. So next time we ask first **how far you would travel**, \
and choose the city by it.

| What | This time | Next time |
|---|---|---|
| Where | Chosen by us | Chosen by where you are |
| Places | Drawn in one go | Drawn, and freed places passed on |
| Repair table | One | Three |

The next meeting is bigger, and nothing of it is decided yet.
""",
    "picture": "long_table",
    "picture_alt": "A wooden table seen from above, with twelve phones, four of them opened, cups and two screwdrivers",
    "picture_caption": "The repair table, towards the end of the afternoon",
    "tags": ["Chicago", "Fan meetings", "Repair"],
    "translations": {
        "es": {
            "headline": "Lo que aprendimos de una tarde en Chicago",
            "standfirst": "Mesas largas, móviles abiertos y una lección sobre cuánto se viaja un sábado.",
            "text": """\
**{answered} personas** dijisteis que vendríais a nuestro encuentro de primavera. Como la sala era pequeña, \
invitamos a {chosen} por sorteo, y **vinieron {came}**. Gracias a todas, también a quienes no tuvisteis suerte.

## Qué pasó en las mesas

La mesa de reparación tuvo cola del primer minuto al último. Cuarenta pantallas las cambió gente que nunca \
había abierto un móvil, y solo una hubo que cambiarla dos veces.

> Llevo cinco años con este móvil. Hoy lo he visto por dentro por primera vez.
>
> Una visitante en la mesa de reparación

## Qué haríamos de otra manera

Un tercio de las plazas fue para gente de fuera, y casi nadie de ellos hizo el viaje. Los asientos quedaron \
vacíos, y otros de cerca los habrían querido. Por eso la próxima vez preguntamos primero **cuánto viajarías**, \
y elegimos la ciudad según eso.

| Qué | Esta vez | La próxima |
|---|---|---|
| Dónde | Lo elegimos nosotros | Según dónde estáis |
| Plazas | Un solo sorteo | Sorteo, y las libres pasan a otros |
| Mesa de reparación | Una | Tres |

El próximo encuentro es más grande, y todavía no hay nada decidido.
""",
            "picture_alt": "Mesa de madera vista desde arriba con doce móviles, cuatro de ellos abiertos, tazas y dos destornilladores",
            "picture_caption": "La mesa de reparación, hacia el final de la tarde",
        },
        "zh-hans": {
            "headline": "芝加哥的一个下午教会了我们什么",
            "standfirst": "长桌、拆开的手机，还有关于周六人们愿意走多远的一课。",
            "text": """\
春季见面会，**{answered} 位**朋友说愿意来。场地不大，我们抽签邀请了 {chosen} 位，最后**来了 {came} 人**。\
谢谢每一位，也谢谢没有抽中的你。

## 桌边发生了什么

维修台从第一分钟到最后一分钟都排着队。四十块屏幕由从没拆过手机的人亲手换好，只有一块换了两次。

> 这部手机我用了五年，今天第一次看到它的里面。
>
> 维修台的一位来宾

## 如果重来一次

三分之一的名额给了外地的朋友，真正赶来的却寥寥无几。座位空着，附近想来的人却没能进来。\
所以下一次我们先问**你愿意走多远**，再据此选城市。

| 项目 | 这一次 | 下一次 |
|---|---|---|
| 地点 | 我们来定 | 看你们在哪里 |
| 名额 | 一次抽完 | 抽签，空出的名额继续递补 |
| 维修台 | 一张 | 三张 |

下一次见面会更大，目前什么都还没有定。
""",
            "picture_alt": "俯视的木桌，上面有十二部手机，其中四部已拆开，还有咖啡杯和两把螺丝刀",
            "picture_caption": "下午快结束时的维修台",
        },
    },
}

ANNOUNCEMENT: dict[str, Any] = {
    "slug": "first-fan-day",
    "headline": "Our first Fan Day: tell us that you would come",
    "standfirst": "One evening with the people who build your phone. Nothing is booked, because we ask you first.",
    "text": """\
In December we open the doors for an evening: short talks, long tables with prototypes, the camera team, and a \
repair table where you mend your own phone.

We have **not booked a hall**. Until we know how many of you would come, and from where, any hall is the wrong \
one. So this is how it goes:

1. **You tell us** that you would come, and which city and date suit you. It takes half a minute, without an account.
2. **We count**, for three weeks, and say here how it stands.
3. **We choose** the city and a hall that fits, and invite. If there are more of you than seats, a random draw \
decides that anybody can check.

The Gadget Post wrote about it before we had finished this page; their article is linked below.

## What you can bring

The phone that you love, or the one that you broke. And a friend: say how many you are.
""",
    "picture": "open_door",
    "picture_alt": "A queue of people before a brick wall at night; light falls out of an open door",
    "picture_caption": "We do not know yet whose door it will be",
    "tags": ["Fan meetings", "New York", "Philadelphia"],
    "source_name": SOURCE[0],
    "source_link": SOURCE[1],
    "read_more": [
        {"label": "How we repair phones at our tables", "address": "https://nimbus.example.com/repair"},
    ],
    "translations": {
        "es": {
            "headline": "Nuestro primer día de fans: dinos que vendrías",
            "standfirst": "Una tarde con quienes hacen tu móvil. No hay nada reservado, porque primero te preguntamos.",
            "text": """\
En diciembre abrimos las puertas una tarde: charlas breves, mesas largas con prototipos, el equipo de la cámara \
y una mesa de reparación donde arreglas tu propio móvil.

**No hemos reservado ninguna sala.** Hasta saber cuánta gente vendría, y de dónde, cualquier sala es la \
equivocada. Así que lo hacemos así:

1. **Nos dices** que vendrías, y qué ciudad y fecha te van bien. Es medio minuto y no hace falta cuenta.
2. **Contamos** durante tres semanas, y aquí decimos cómo va.
3. **Elegimos** la ciudad y una sala a la medida, e invitamos. Si sois más que asientos, decide un sorteo que \
cualquiera puede comprobar.

The Gadget Post lo contó antes de que termináramos esta página; más abajo está el enlace a su artículo.

## Qué puedes traer

El móvil que adoras, o el que se te rompió. Y a alguien más: di cuántos sois.
""",
            "picture_alt": "Una cola de gente de noche ante un muro de ladrillo; sale luz de una puerta abierta",
            "picture_caption": "Aún no sabemos de quién será la puerta",
        },
        "zh-hans": {
            "headline": "第一次粉丝日：告诉我们你会来",
            "standfirst": "和制造你手机的人共度一个晚上。什么都还没订，因为我们先来问你。",
            "text": """\
十二月，我们把门打开一个晚上：简短的分享、摆满样机的长桌、相机团队，还有能亲手修好自己手机的维修台。

我们**还没有订场地**。在知道有多少人来、从哪里来之前，订哪一个都是错的。所以这样安排：

1. **你告诉我们**会不会来，哪座城市、哪一天方便。半分钟就好，不用注册账号。
2. **我们统计**三周，并在这里公布进展。
3. **我们选定**城市和合适的场地，再发出邀请。如果人比座位多，就用人人都能验证的抽签来决定。

这篇文章还没写完，《The Gadget Post》就先报道了；下方有原文链接。

## 可以带什么来

你最爱的手机，或者摔坏的那一部。也可以带上朋友：请写明一共几个人。
""",
            "picture_alt": "夜里砖墙前排着队的人，灯光从一扇敞开的门里照出来",
            "picture_caption": "我们还不知道会是谁家的门",
        },
    },
}

FOLLOW_UP: dict[str, Any] = {
    "slug": "new-york-or-philadelphia",
    "headline": "New York or Philadelphia?",
    "standfirst": "More of you ticked Philadelphia. More of you would really come to New York. Here is why both are true.",
    "text": """\
You have been answering for more than two weeks, and the figures below this text move while you read it. Two \
cities are left, and they disagree in an interesting way.

**Philadelphia has more ticks.** Many of you wrote that a Saturday there would do, and most of those ticks stand \
beside “maybe”.

**New York has more people who come.** Those who chose it said “definitely” more often, and they live nearer. \
In Chicago we learned what distance does: of those who lived far away, hardly anybody came.

## So which one?

We do not decide it by ticks. We work out for each city how many would stand at the door, with what we do not \
know stated beside it, and choose the one in which fewer of you are turned away. If your answer changed, change \
it: the link is in the mail that you got.

- Entries stay open until we have chosen a hall.
- Whoever said yes to both cities counts for both until then.
- Who cannot come at all helps us too, by taking the answer back.
""",
    "picture": "two_cities",
    "picture_alt": "Two skylines face each other over a river, one at dusk and one at dawn, with a bridge between them",
    "picture_caption": "",
    "tags": ["New York", "Philadelphia", "Figures"],
    "shows_figures": True,
    "translations": {
        "es": {
            "headline": "¿Nueva York o Filadelfia?",
            "standfirst": "Más marcasteis Filadelfia. Más vendríais de verdad a Nueva York. Por qué las dos cosas son ciertas.",
            "text": """\
Lleváis más de dos semanas respondiendo, y las cifras bajo este texto se mueven mientras lo lees. Quedan dos \
ciudades, y no están de acuerdo de una manera interesante.

**Filadelfia tiene más marcas.** Muchos escribisteis que un sábado allí os iría bien, y la mayoría de esas marcas \
están junto a un «quizá».

**Nueva York tiene más gente que viene.** Quienes la eligieron dijeron «seguro» más a menudo, y viven más cerca. \
En Chicago aprendimos lo que hace la distancia: de quienes vivían lejos no vino casi nadie.

## Entonces, ¿cuál?

No lo decidimos por marcas. Calculamos para cada ciudad cuánta gente estaría en la puerta, diciendo al lado lo \
que no sabemos, y elegimos aquella en la que menos de vosotros se queden fuera. Si tu respuesta ha cambiado, \
cámbiala: el enlace está en el correo que recibiste.

- Las respuestas siguen abiertas hasta que elijamos sala.
- Quien dijo sí a las dos ciudades cuenta para las dos hasta entonces.
- Quien no pueda venir también nos ayuda si retira su respuesta.
""",
            "picture_alt": "Dos siluetas de ciudad frente a frente sobre un río, una al anochecer y otra al amanecer, con un puente en medio",
        },
        "zh-hans": {
            "headline": "纽约，还是费城？",
            "standfirst": "勾选费城的人更多，真正会去纽约的人更多。为什么两句话都对。",
            "text": """\
你们已经回复了两个多星期，下方的数字在你阅读时还在变化。剩下两座城市，而它们的结果有趣地不一致。

**勾选费城的更多。** 很多人写道，周六去那里也行，而这些勾选大多旁边写着“也许”。

**真正会来的，纽约更多。** 选纽约的人更常说“一定来”，住得也更近。在芝加哥我们学到了距离的作用：\
住得远的人几乎没有来。

## 那么选哪一座？

我们不按勾选数来定。我们为每座城市估算会有多少人站在门口，并写明有哪些不确定，再选让更少人失望的那一座。\
如果你的回答变了，请修改：链接在你收到的邮件里。

- 在我们选定场地之前，随时可以回复。
- 两座城市都选了的人，在那之前两边都算。
- 实在来不了，撤回回答也是在帮我们。
""",
            "picture_alt": "两座城市的天际线隔河相望，一边是黄昏，一边是清晨，中间有一座桥",
        },
    },
}

# An article elsewhere that links to the event, and two people who read the posts by mail.
MENTION = {
    "source": SOURCE[1],
    "title": "Nimbus asks its fans before it books a hall",
    "site": "The Gadget Post",
    "author": "Noor Haddad",
}
READERS = (("ines.duarte@example.org", "es", "weekly"), ("tom.becker@example.org", "en", "at-once"))
