"""Places are found however they are written, and a word is only a place where it is said to be one."""

import pytest

from bot.language.places import find_place


@pytest.mark.parametrize(
    ("text", "asked", "candidates"),
    [
        ("", False, ()),
        ("hon ville vara ifred", False, ()),
        ("vi är bosatta i vara sedan i våras", False, ("1470",)),
        ("vem är ssp kontakt i sala", False, ("1981",)),
        ("vem kan ja ringa i boden", False, ("2582",)),
        ("det ska vara tyst i vara minuter", False, ()),
        ("kil", True, ("1715",)),
        ("malmös skolor", False, ("1280",)),
        ("Lidkoping", True, ("1494",)),
        ("hudikvall", True, ("2184",)),
        ("hissingen", True, ()),
        ("vem kan ja rnga i sundsval", False, ("2281",)),
        ("sundsval", False, ("2281",)),
        ("det hände i torsdas", False, ()),
        ("hon är i vinden", False, ()),
        ("Arboga eller Kumla", False, ("1984", "1881")),
        ("inte Solna utan Sundbyberg", False, ("0183",)),
        ("Närke", True, ()),
        ("jag har skrivit 12 345 rader", False, ()),
        ("903 60", True, ("2480",)),
        ("starta från början", False, ()),
    ],
)
def test_find_place_names_the_candidates(text: str, asked: bool, candidates: tuple[str, ...]) -> None:
    place = find_place(text, asked=asked)
    assert (place.candidates if place else ()) == candidates


def test_find_place_gives_the_district_of_a_big_city() -> None:
    place = find_place("vi bor i Tensta")
    assert place is not None and (place.municipality, place.district) == ("0180", "Järva")


def test_find_place_asks_when_a_name_has_several_municipalities() -> None:
    place = find_place("Anderstorp", asked=True)
    assert place is not None and place.municipality is None and len(place.candidates) > 1


def test_find_place_tells_where_in_the_text_the_name_stands() -> None:
    text = "Det gäller Kalmar kommun."
    place = find_place(text)
    assert place is not None and text[place.start : place.end] == place.text == "Kalmar kommun"


@pytest.mark.parametrize("word", ["bara", "mark", "sala", "ale", "mora", "nora", "lund", "berg", "hjo", "ed"])
def test_find_place_leaves_ordinary_words_alone(word: str) -> None:
    assert find_place(f"det är så {word} ibland") is None
