from tests.rush.asking import answer_to
from tests.rush.published import entrance_of, page_of
from tests.rush.test_front import House
from tests.waiting import until
from turnout.rush.leaf import Leaf
from turnout.rush.shelf import Delivery, Leaves, Shelf, Watch

POST = "/news/we-come/"


def leaf_of(**pages: str) -> Leaf:
    return Leaf({language: page_of(text) for language, text in (pages or {"en": "we come"}).items()})


def house_of(leaf: Leaf) -> House:
    house = House()
    house.front.shelf.take_leaves({POST: leaf})
    return house


def test_a_post_is_answered_from_memory():
    house = house_of(leaf_of())

    answered = answer_to(house.front, "GET", POST)

    assert (answered.status, answered.body) == (200, b"we come")
    assert house.onward_bodies == []
    assert house.front.figures.outcomes["leaf"] == 1


def test_its_language_is_the_one_that_is_asked_for_or_the_browsers():
    house = house_of(leaf_of(en="we come", es="venimos"))

    assert answer_to(house.front, "GET", f"{POST}?lang=es").body == b"venimos"
    assert answer_to(house.front, "GET", POST, headers={"Accept-Language": "es-MX"}).body == b"venimos"
    assert answer_to(house.front, "GET", f"{POST}?lang=xx").body == b"we come"
    assert answer_to(house.front, "GET", f"{POST}?%ff=%").body == b"we come"


def test_head_gets_the_headers_alone_and_who_knows_it_already_nothing():
    house = house_of(leaf_of())

    head = answer_to(house.front, "HEAD", POST)
    known = answer_to(house.front, "GET", POST, headers={"If-None-Match": 'W/"we come"'})

    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", "7")
    assert known.status == 304


def test_what_is_posted_there_is_handed_on():
    house = house_of(leaf_of())

    assert answer_to(house.front, "POST", POST, b"text=hello").status == 418
    assert house.onward_bodies == [b"text=hello"]


def test_what_is_taken_away_is_handed_on_and_others_stay():
    house = house_of(leaf_of())
    house.front.shelf.take_leaves({"/news/": leaf_of(en="news")})

    house.front.shelf.take_leaves({POST: None, "/unknown/": None})

    assert answer_to(house.front, "GET", POST).status == 418
    assert answer_to(house.front, "GET", "/news/").body == b"news"


def test_events_and_leaves_are_brought_up_to_date_together():
    shelf, serials, seens = Shelf(), [3], list[int]()

    def deliver_leaves(seen: int) -> Leaves:
        seens.append(seen)
        return {POST: leaf_of()}

    watch = Watch(
        shelf, lambda: serials[0], lambda known: Delivery([entrance_of()], [12]), deliver_leaves, pause=0.01
    )
    watch.start()
    until(lambda: shelf.leaves != {})
    serials[0] = 4
    until(lambda: len(seens) == 2)
    watch.stop()

    assert seens == [-1, 3]
    assert set(shelf.leaves) == {POST}
    assert shelf.serials == {12: 1}
