import pytest

from bot.server.problems import STATUS, ProblemError, get_texts, languages, lines_by_id, pick_language, problem


@pytest.mark.parametrize("language", languages())
def test_every_problem_has_words_and_every_number_exists(language):
    texts = get_texts()[language]
    assert set(texts["problems"]) == set(STATUS)
    assert [card["id"] for card in lines_by_id(texts["numbers"])] == texts["numbers"]


@pytest.mark.parametrize("code", STATUS)
def test_problem_tells_machines_and_people(code):
    content = problem(ProblemError(code, limit="2 000", name="at"), "sv")
    assert content["type"].endswith(code)
    assert content["status"] == STATUS[code]
    assert "{" not in content["detail"]
    assert content["numbers"][0]["tel"] == "112"


@pytest.mark.parametrize(("wanted", "expected"), [
    (("en",), "en"), ((None, "en-GB,sv"), "en"), (("xx", None), "sv"), (("de,en;q=0.3",), "en"), (("", ""), "sv"),
])
def test_first_language_there_is_gets_picked(wanted, expected):
    assert pick_language(*wanted) == expected
