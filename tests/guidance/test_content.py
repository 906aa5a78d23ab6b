"""An editor's mistakes are refused with file, line and remedy; faulty content is never taken into use."""

import re
import shutil

import pytest

from bot.guidance import reading, shelf, talk, walk
from bot.guidance.content import GUIDES, RESPONSES, ContentError, read_content
from bot.guidance.model import Line, Situation, pick_items, pick_text


@pytest.fixture
def guides(tmp_path):
    """A copy of the guides to edit."""
    shutil.copytree(GUIDES, tmp_path / "guides")
    return tmp_path / "guides"


def read(guides):
    return read_content("sv", guides, RESPONSES)


def edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


# What an editor may get wrong in one file: where, what is written instead, and what the message must say.
MISTAKES = {
    "a key that does not exist": ("concerns/extremism.yml", "\nmirror:", "\nspegel: fel\nmirror:", "spegel", "ta bort raden"),
    "a key that stands twice": ("concerns/extremism.yml", "\nmirror:", "\nname: fel\nmirror:", "två gånger", "ta bort"),
    "a key that is missing": ("concerns/extremism.yml", "\nshort:", "\n# short:", "short", "Lägg till"),
    "a role that does not exist": ("concerns/extremism.yml", "for: [parent]", "for: [mamma]", "for", "'parent'"),
    "an age that does not exist": ("concerns/extremism.yml", "age: younger", "age: ung", "age", "'younger'"),
    "a list that does not exist": ("concerns/extremism.yml", "\n  behind:", "\n  bakom:", "bakom", "'behind'"),
    "a placeholder that does not exist": ("concerns/extremism.yml", "{who}", "{namn}", "{namn}", "{who}".strip("{}")),
    "a choice in the wrong form": ("paths/support.yml", "go:lines.all", "lines.all", "option", "go:"),
    "no source": ("paths/lines.yml", '["kontaktregistret"]', "[]", "sources", "minst en"),
    "a date that is none": ("paths/lines.yml", "reviewed: 2", "reviewed: i går 2", "reviewed", "datum"),
    "a number that is none": ("concerns/extremism.yml", "order: 1", "order: först", "order", "heltal"),
    "a quotation mark too few": ("concerns/extremism.yml", 'short: "', 'short: "" ', "rad", "citattecken"),
    "a tab": ("concerns/extremism.yml", "\nlists:", "\n\tlists:", "rad", "tabb"),
    "a file with another name than its id": ("concerns/extremism.yml", "id: extremism", "id: extrem", "extrem", "lika"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_an_editors_mistake_is_refused_with_file_line_and_remedy(guides, mistake):
    name, old, new, what, remedy = MISTAKES[mistake]
    edit(guides / "sv" / name, old, new)
    with pytest.raises(ContentError) as refused:
        read(guides)
    said = str(refused.value)
    assert re.search(rf"{name.split('/')[-1]}, rad \d+: ", said)
    assert what in said and remedy in said
    assert not re.search(r"(?i)\b(?:input|should|expected|value is|field)\b", said), "English in an editor's message"


def test_the_line_of_a_mistake_is_the_right_one(guides):
    file = guides / "sv/concerns/extremism.yml"
    edit(file, "\nmirror:", "\nspegel: fel\nmirror:")
    line = file.read_text(encoding="utf-8").split("\n").index("spegel: fel") + 1
    with pytest.raises(ContentError, match=rf"extremism\.yml, rad {line}: spegel"):
        read(guides)


def test_a_folder_that_is_empty_or_a_file_that_is_no_text_is_refused(guides):
    (guides / "sv/paths/lines.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ContentError, match=r"lines\.yml"):
        read(guides)
    (guides / "sv/paths/lines.yml").write_text("", encoding="utf-8")
    with pytest.raises(ContentError, match=r"lines\.yml, rad 1"):
        read(guides)


def test_faulty_content_leaves_what_was_in_use(guides, monkeypatch):
    shelf.load_content()
    before = shelf.get_content()
    monkeypatch.setattr(shelf, "GUIDES", guides)
    monkeypatch.setattr(shelf, "read_content", lambda language: read_content(language, guides, RESPONSES))
    edit(guides / "sv/concerns/extremism.yml", "\nshort:", "\n# short:")
    with pytest.raises(ContentError, match="short"):
        shelf.load_content()
    assert shelf.get_content() is before


def test_content_found_whole_is_not_checked_twice(tmp_path, monkeypatch):
    shelf.load_content(tmp_path)
    monkeypatch.setattr(shelf, "check", lambda content, guides: pytest.fail("checked again"))
    shelf.load_content(tmp_path)


@pytest.mark.parametrize(("role", "age", "chosen"), [
    ("teacher", 12, "teacher"), ("parent", 12, "younger"), ("parent", 16, "everyone"), (None, None, "everyone"),
])
def test_pick_text_takes_the_first_that_fits(role, age, chosen):
    lines = [
        Line.model_validate({"say": "teacher", "for": ["teacher"]}),
        Line.model_validate({"say": "younger", "age": "younger"}),
        Line(say="everyone"),
    ]
    assert pick_text(lines, Situation(role=role, age=age)) == chosen


def test_pick_items_puts_the_persons_own_first_and_leaves_out_what_is_not_for_the_concern():
    lines = [
        Line(say="everyone"), Line.model_validate({"say": "own", "for": ["parent"]}), 
        Line(say="parents", unless=("honour",)),
    ]
    assert pick_items(lines, Situation(role="parent", concern="honour")) == ["own", "everyone"]


def test_another_language_has_its_own_opening_and_marks_what_is_still_in_swedish():
    content = read_content("en")
    opening = talk.welcome(content, Situation())
    assert {part["lang"] for part in opening.parts} == {"en"}
    step = walk.show(content, Situation(role="parent", concern="extremism", node="understand.behind"))
    assert {part["lang"] for part in step.parts} == {"sv"}
    assert {q.id for q in content.opening.questions} == {q.id for q in read_content().opening.questions}
    for question in content.opening.questions:
        swedish = read_content().questions[question.id]
        assert [choice.option for choice in question.choices] == [choice.option for choice in swedish.choices]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_someone_young_and_an_adult_are_mirrored_differently_in_every_language(language):
    content = read_content(language)
    for concern in content.concerns.values():
        young, adult = (pick_text(concern.mirror, Situation(role=role)) for role in ("young_person", "parent"))
        assert young and adult and young != adult and "{who}" not in young


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_welcome_is_short_in_every_language(language):
    assert reading.words_in(talk.welcome(read_content(language), Situation()).parts) <= reading.MOST_WORDS
