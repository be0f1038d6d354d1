"""200 invented posts of one host in 10 topics and three languages, made by chance from a seed.

About half of a post's sentences are about its topic, in words that posts of one topic share in part: each
topic has a few that are said often and others that are said rarely. The other half could stand in any post:
dates, thanks, the host's name; and one sentence may be about another topic. Tags are often missing, and
often say nothing.
"""

from dataclasses import dataclass
from random import Random

from turnout.rules.likeness import Text

LANGUAGES = ("en", "es", "zh")
TOPICS: dict[str, dict[str, str]] = {
    "cameras": {
        "en": (
            "camera|lens|sensor|night photos|portrait mode|zoom|shutter|low light|colours of a photo|exposure"
        ),
        "es": (
            "cámara|lente|sensor|fotos nocturnas|modo retrato|"
            "zum|obturador|poca luz|colores de una foto|exposición"
        ),
        "zh": "相机|镜头|传感器|夜景照片|人像模式|变焦|快门|暗光|照片的色彩|曝光",
        "tags": "camera|photos",
    },
    "batteries": {
        "en": (
            "battery|charger|charging speed|a full charge|power cable|"
            "two days of use|wireless charging|heat|watts|cells"
        ),
        "es": (
            "batería|cargador|velocidad de carga|una carga completa|cable de corriente|"
            "dos días de uso|carga inalámbrica|calor|vatios|celdas"
        ),
        "zh": "电池|充电器|充电速度|充满电|电源线|两天续航|无线充电|发热|功率|电芯",
        "tags": "battery|charging",
    },
    "repairs": {
        "en": (
            "repair|spare parts|screwdriver|broken screens|repair corner|"
            "technician|glue|warranty|disassembly|toolkit"
        ),
        "es": (
            "reparación|repuestos|destornillador|pantallas rotas|rincón de reparación|"
            "técnica|pegamento|garantía|desmontaje|herramientas"
        ),
        "zh": "维修|备件|螺丝刀|碎屏|维修角|技师|胶水|保修|拆机|工具箱",
        "tags": "repair|sustainability",
    },
    "software": {
        "en": (
            "update|beta|bug|home screen|widgets|"
            "release notes|security patch|settings menu|animations|build number"
        ),
        "es": (
            "actualización|versión beta|error|pantalla de inicio|widgets|"
            "notas de la versión|parche de seguridad|menú de ajustes|animaciones|compilación"
        ),
        "zh": "系统更新|测试版|漏洞|主屏幕|小组件|更新日志|安全补丁|设置菜单|动画|版本号",
        "tags": "software|beta",
    },
    "venues": {
        "en": "hall|seats|stage|rent of the hall|capacity|doors|cloakroom|rows of chairs|floor plan|stairs",
        "es": (
            "sala|asientos|escenario|alquiler de la sala|aforo|"
            "puertas|guardarropa|filas de sillas|plano|escaleras"
        ),
        "zh": "场地|座位|舞台|场租|容纳人数|大门|衣帽间|成排的椅子|平面图|楼梯",
        "tags": "venue|halls",
    },
    "travel": {
        "en": "train|flight|hotel|subway|ticket to the city|suitcase|station|hostel|ride share|journey",
        "es": "tren|vuelo|hotel|metro|billete a la ciudad|maleta|estación|albergue|coche compartido|trayecto",
        "zh": "火车|航班|酒店|地铁|去那座城市的车票|行李箱|车站|青旅|拼车|路程",
        "tags": "travel|getting there",
    },
    "draw": {
        "en": (
            "draw|lottery|random numbers|waitlist|chance of a place|entries|winners|beacon|verification|quota"
        ),
        "es": (
            "sorteo|lotería|números al azar|lista de espera|probabilidad de plaza|"
            "participaciones|personas elegidas|baliza|verificación|cupo"
        ),
        "zh": "抽签|摇号|随机数|候补名单|中签机会|报名名单|中签者|信标|核验|配额",
        "tags": "draw|fairness",
    },
    "sound": {
        "en": "speakers|earbuds|bass|microphone|noise cancelling|headphones|stereo|volume|a song|equaliser",
        "es": (
            "altavoces|auriculares|graves|micrófono|cancelación de ruido|"
            "cascos|estéreo|volumen|una canción|ecualizador"
        ),
        "zh": "扬声器|耳塞|低音|麦克风|降噪|头戴耳机|立体声|音量|一首歌|均衡器",
        "tags": "sound|music",
    },
    "food": {
        "en": "pizza|vegan snacks|coffee|catering|allergies|buffet|drinks|kitchen|sandwiches|dessert",
        "es": "pizza|aperitivos veganos|café|comida|alergias|bufé|bebidas|cocina|bocadillos|postre",
        "zh": "披萨|素食小吃|咖啡|餐饮|过敏|自助餐|饮料|厨房|三明治|甜点",
        "tags": "food|drinks",
    },
    "talks": {
        "en": (
            "speaker|keynote|panel|slides|questions from the floor|"
            "workshop|timetable|interpreter|recording|moderator"
        ),
        "es": (
            "ponente|charla inaugural|mesa redonda|diapositivas|preguntas del público|"
            "taller|horario|intérprete|grabación|moderadora"
        ),
        "zh": "演讲者|主题演讲|圆桌讨论|幻灯片|现场提问|工作坊|日程|口译|录像|主持人",
        "tags": "talks|programme",
    },
}
ABOUT = {
    "en": [
        "Many of you asked about the {a}, and what it means for the {b}.",
        "This time the {a} is what we talked about longest.",
        "We tried the {a} and the {b} for a week.",
        "What would you change about the {a}?",
        "Without the {a} there would be no {b}, and no {c}.",
        "The {a} was better than we had expected.",
        "Here is what we know about the {a} so far.",
    ],
    "es": [
        "Mucha gente preguntó por {a} y por lo que significa para {b}.",
        "Esta vez hablamos sobre todo de {a}.",
        "Probamos {a} y {b} durante una semana.",
        "¿Qué cambiarías de {a}?",
        "Sin {a} no habría {b} ni {c}.",
        "Con {a} nos fue mejor de lo que esperábamos.",
        "Esto es lo que sabemos de {a} por ahora.",
    ],
    "zh": [
        "很多人问到{a}，以及它对{b}的影响。",
        "这次我们聊得最久的是{a}。",
        "我们用一周时间试了{a}和{b}。",
        "关于{a}，你会改变什么？",
        "没有{a}，就没有{b}，也没有{c}。",
        "{a}比我们预想的要好。",
        "关于{a}，目前我们知道这些。",
    ],
}
ANYWHERE = {
    "en": [
        "Nimbus meets its fans in New York on the eighth of December.",
        "Thank you for every answer that has come in since Monday.",
        "We will tell you more next week, by mail and on this page.",
        "Our team has read all of your comments, and there were many.",
        "If you would come, say so on the page of the event.",
        "Everybody is welcome, whichever phone they use.",
        "It is the first time that we do this in a city so far from home.",
        "Doors open at six, and it ends at ten.",
        "Some of it is not settled yet, and we say so.",
        "In Chicago last spring we learned a lot about this.",
    ],
    "es": [
        "Nimbus se encuentra con sus fans en Nueva York el ocho de diciembre.",
        "Gracias por cada respuesta que ha llegado desde el lunes.",
        "La semana que viene contaremos más, por correo y en esta página.",
        "Nuestro equipo ha leído todos los comentarios, y eran muchos.",
        "Si quieres venir, dilo en la página del evento.",
        "Todo el mundo es bienvenido, tenga el teléfono que tenga.",
        "Es la primera vez que lo hacemos en una ciudad tan lejos de casa.",
        "Se abre a las seis y termina a las diez.",
        "Algo de esto no está decidido todavía, y lo decimos.",
        "En Chicago aprendimos mucho sobre esto la primavera pasada.",
    ],
    "zh": [
        "十二月八日，Nimbus在纽约与粉丝见面。",
        "感谢周一以来的每一份回复。",
        "下周我们会通过邮件和本页告诉大家更多。",
        "我们的团队读了所有评论，数量很多。",
        "如果你会来，请在活动页面上告诉我们。",
        "无论用什么手机，都欢迎参加。",
        "这是我们第一次在离家这么远的城市举办。",
        "六点开门，十点结束。",
        "有些事还没有定下来，我们会如实说明。",
        "去年春天在芝加哥，我们学到了很多。",
    ],
}
HEADLINES = {
    "en": [
        "About the {a}",
        "What you said about the {a}",
        "News for fans",
        "The week in short",
        "{a}: an update",
    ],
    "es": [
        "Sobre {a}",
        "Lo que dijisteis de {a}",
        "Noticias para fans",
        "La semana en breve",
        "Novedades: {a}",
    ],
    "zh": ["关于{a}", "大家怎么说{a}", "粉丝新闻", "本周简讯", "{a}：最新进展"],
}
SAYING_NOTHING = ("news", "fans", "New York")


@dataclass(frozen=True)
class Labelled:
    topic: str
    language: str
    headline: str
    words: str
    tags: tuple[str, ...]

    @property
    def text(self) -> Text:
        return Text(f"{self.headline}\n{self.headline}\n{self.words}", self.tags)


def labelled(seed: int = 8, of_each: int = 20) -> list[Labelled]:
    chance = Random(seed)
    posts = [_post(chance, topic, LANGUAGES[number % 3]) for topic in TOPICS for number in range(of_each)]
    chance.shuffle(posts)
    return posts


def _post(chance: Random, topic: str, language: str) -> Labelled:
    about = [_sentence(chance, topic, language) for _ in range(chance.randint(4, 6))]
    if chance.random() < 0.4:
        about.append(_sentence(chance, chance.choice(sorted(TOPICS.keys() - {topic})), language))
    sentences = about + chance.sample(ANYWHERE[language], chance.randint(3, 5))
    chance.shuffle(sentences)
    headline = chance.choice(HEADLINES[language]).format(a=chance.choice(_words(topic, language)))
    return Labelled(topic, language, headline, " ".join(sentences), _tags(chance, topic))


def _sentence(chance: Random, topic: str, language: str) -> str:
    first, second, third = _some_words(chance, topic, language)
    return chance.choice(ABOUT[language]).format(a=first, b=second, c=third)


def _some_words(chance: Random, topic: str, language: str) -> list[str]:
    """Three of the topic's; what stands first in its list comes up most often."""
    words = _words(topic, language)
    chosen: dict[str, None] = {}
    while len(chosen) < 3:
        chosen[chance.choices(words, [1 / rank for rank in range(1, len(words) + 1)])[0]] = None
    return chance.sample(list(chosen), 3)


def _words(topic: str, language: str) -> list[str]:
    return TOPICS[topic][language].split("|")


def _tags(chance: Random, topic: str) -> tuple[str, ...]:
    own = chance.sample(TOPICS[topic]["tags"].split("|"), chance.choice([0, 1, 1, 2]))
    return (*own, *chance.sample(SAYING_NOTHING, chance.randint(0, 2)))


def precision_at_3(posts: list[Labelled], found: list[list[tuple[int, float]]]) -> float:
    """How many of the three shown under a post are of its topic; what is not found counts as missed."""
    right = [
        posts[other].topic == post.topic
        for post, others in zip(posts, found, strict=True)
        for other, _likeness in others[:3]
    ]
    return sum(right) / (3 * len(posts))
