"""An editor's mistakes are refused with file, line and remedy; an editor's new concern needs no code."""

import shutil

import pytest

from bot.guidance import graph, shelf, talk, walk
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


def test_unknown_key_is_refused_with_file_and_line(guides):
    file = guides / "sv/concerns/extremism.yml"
    edit(file, "\nmirror:", "\nspegel: fel\nmirror:")
    line = file.read_text().split("\n").index("spegel: fel") + 1
    with pytest.raises(ContentError, match=rf"extremism\.yml, rad {line}: spegel"):
        read(guides)


def test_missing_key_is_refused(guides):
    edit(guides / "sv/concerns/extremism.yml", "\nshort:", "\n# short:")
    with pytest.raises(ContentError, match="short"):
        read(guides)


def test_broken_yaml_is_refused_with_line(guides):
    (guides / "sv/concerns/hate.yml").write_text('id: hate\nname: "öppet citat\norder: 2\n', encoding="utf-8")
    with pytest.raises(ContentError, match=r"hate\.yml, rad \d"):
        read(guides)


def test_unknown_placeholder_is_refused(guides):
    edit(guides / "sv/relations.yml", "aged:", "aged:")
    edit(guides / "sv/concerns/extremism.yml", "{who}", "{namn}")
    with pytest.raises(ContentError, match="platshållare"):
        read(guides)


def test_choice_that_leads_nowhere_is_found(guides):
    edit(guides / "sv/paths/support.yml", "go:lines.all", "go:lines.gone")
    assert any("lines.gone" in fault for fault in graph.check(read(guides)))


def test_phone_number_in_a_text_is_found(guides):
    edit(guides / "sv/concerns/extremism.yml", "{who}{aged}", "{who}{aged}, ring 020-100 200,")
    assert any("telefonnummer" in fault for fault in graph.check(read(guides)))


def test_too_long_step_is_found(guides):
    edit(guides / "sv/paths/support.yml", "Skam, rädsla", "Skam och " + "mycket " * 60 + "rädsla")
    assert any("högst 60" in fault for fault in graph.check(read(guides)))


def test_path_that_only_goes_round_is_found(guides):
    text = (guides / "sv/paths/lines.yml").read_text(encoding="utf-8")
    loop = """section:
  id: circle
  title: Rundgång
  steps:
    - {id: one, text: "Ett.", choices: [{title: "Två", option: "go:circle.two"}]}
    - {id: two, text: "Två.", choices: [{title: "Ett", option: "go:circle.one"}]}
"""
    (guides / "sv/paths/circle.yml").write_text(text.partition("section:")[0] + loop, encoding="utf-8")
    assert any(fault.startswith("circle.one") and "runt" in fault for fault in graph.check(read(guides)))


def test_source_that_nobody_can_look_up_is_found(guides):
    edit(guides / "sv/paths/lines.yml", "kontaktregistret", "en kollega")
    assert any("en kollega" in fault for fault in graph.check(read(guides)))


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
    monkeypatch.setattr(shelf, "check", lambda content: pytest.fail("checked again"))
    shelf.load_content(tmp_path)


def test_hard_text_is_found(guides):
    hard = "Myndighetssamverkan förutsätter verksamhetsövergripande kompetensutvecklingsinsatser " * 7
    edit(guides / "sv/paths/support.yml", "Skam, rädsla", hard + "Skam, rädsla")
    assert any("LIX" in fault for fault in graph.check(read(guides)))


def test_an_editor_adds_a_concern_without_code(guides):
    source = (guides / "sv/concerns/extremism.yml").read_text(encoding="utf-8")
    new = source.replace("id: extremism", "id: gambling").replace("order: 1\n", "order: 13\n")
    (guides / "sv/concerns/gambling.yml").write_text(new, encoding="utf-8")
    content = read(guides)
    asked = walk.show(content, Situation(node="q.concern", role="parent"))
    assert "concern:gambling" in [offer.option for offer in asked.offers]
    reply = talk.choose(content, asked.situation, "concern:gambling")
    assert reply.situation.concern == "gambling"


def test_the_content_as_it_stands_has_no_fault():
    assert graph.check(read_content()) == []


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
