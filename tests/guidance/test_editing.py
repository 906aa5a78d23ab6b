"""What an editor does without a programmer: adds a concern, reads every walk, draws the guide."""

import socket

import pytest

from bot import cli
from bot.guidance import graph, shelf, talk, walk
from bot.guidance.commands import run_check, run_preview
from bot.guidance.drawing import as_svg, as_text
from bot.guidance.model import ADULT_ROLES, Situation
from bot.guidance.preview import as_page, everybody, name_of, walk_person
from bot.guidance.shelf import get_content
from bot.server import serving

CONTENT = get_content()


def added(spoiled):
    """A thirteenth concern made by copying and rewriting one file, as the page for editors says."""
    text = spoiled.text("concerns/truancy.yml")
    text = text.replace("id: truancy", "id: gambling").replace("order: 5\n", "order: 13\n")
    text = text.replace("Borta från skolan", "Spel om pengar")
    lines = []
    for number, line in enumerate(text.split("\n")):
        # Every own line gets words of its own, for no line may stand in two concerns.
        start = line.rfind('say: "') + 6 if 'say: "' in line else line.find('- "') + 3
        quoted = line.startswith("    - ") and start > 5
        lines.append(f"{line[:start]}S{number}{line[start:]}" if quoted else line)
    spoiled.write("concerns/gambling.yml", "\n".join(lines))
    return spoiled.read()


def test_an_editor_adds_a_concern_without_code_and_it_works_all_the_way(spoiled):
    content = added(spoiled)
    assert graph.check(content, spoiled.folder) == []
    asked = walk.show(content, Situation(node="q.concern", role="parent", resume="start"))
    assert "concern:gambling" in [offer.option for offer in asked.offers]
    reply = talk.choose(content, asked.situation, "concern:gambling")
    assert reply.situation.concern == "gambling" and reply.parts[0]["text"]
    for role in ADULT_ROLES:
        reply = talk.choose(content, walk_person(role, "gambling", 15).but(trail=()), "go:start")
        for _ in range(40):
            if reply.parts[-1]["type"] == "contacts":
                break
            reply = talk.choose(content, reply.situation, "move:next")
        assert reply.parts[-1]["type"] == "contacts"
    assert "Spel om pengar" in as_page(content, walk_person("parent", "gambling", 15))


def test_half_a_concern_is_told_what_it_lacks(spoiled):
    spoiled.write("concerns/gambling.yml", 'id: gambling\norder: 13\nname: "Spel"\nshort: "spel"\nowner: x\n'
                  'sources: ["x.se"]\nreviewed: 2026-11-25\nmirror: "Det är bra att du ser hur {who}{aged} har det."\n')
    told = "\n".join(graph.check(spoiled.read(), spoiled.folder))
    for name, least in (("first_sentences", 2), ("questions", 3), ("limits", 1), ("avoid", 1)):
        assert f"gambling.{name}: 0 rader egna" in told and f"minst {least}" in told


def test_every_walk_can_be_read_printed_and_signed():
    people = list(everybody(CONTENT))
    assert len({(p.role, p.concern) for p in people}) == 48
    assert len({name_of(p) for p in people}) == len(people)
    for person in people[::7]:
        page = as_page(CONTENT, person)
        for name in ("first_sentences", "questions", "avoid", "limits", "follow_ups"):
            assert walk.listed(CONTENT, person, name)[-1].split(".")[0] in page
        assert "Läst och godkänd" in page and str(CONTENT.base.reviewed) in page
        assert "rehearse.joke" in page and "afterwards.how" in page


def test_all_walks_are_written_with_an_index(tmp_path, capsys):
    class Args:
        all, out = True, tmp_path / "walks.html"

    assert run_preview(Args) == 0
    pages = list((tmp_path / "walks").glob("*.html"))
    assert len(pages) == len(list(everybody(CONTENT))) + 1
    assert (tmp_path / "walks/index.html").read_text(encoding="utf-8").count("<li>") == len(pages) - 1


def test_the_drawing_holds_every_step():
    text, picture = as_text(CONTENT), as_svg(CONTENT)
    for node in CONTENT.steps:
        assert node in text and node in picture


@pytest.fixture
def in_use(spoiled, monkeypatch):
    """The spoiled copy as the guides on disk; what was in use before is put back afterwards."""
    shelf.load_content()
    monkeypatch.setattr(shelf, "_shelf", shelf._shelf)
    monkeypatch.setattr(shelf, "GUIDES", spoiled.folder)
    monkeypatch.setattr(shelf, "read_content", lambda language: spoiled.read())
    return spoiled


def break_a_choice(spoiled):
    """A fault that only the whole check sees."""
    spoiled.change("paths/support.yml", lambda d: d["section"]["steps"][0]["choices"][0].update(option="go:lines.gone"))


def test_the_check_prints_every_fault_and_refuses(in_use, capsys):
    in_use.change("base.yml", lambda data: data["lists"]["avoid"].append("Att ringa 1177."))
    assert run_check(None) == 1
    said = capsys.readouterr().err
    assert "base.yml, rad" in said and "1 fel i vägledningen" in said


def test_the_shelf_refuses_what_the_check_refuses(in_use):
    before = shelf.get_content()
    break_a_choice(in_use)
    with pytest.raises(shelf.ContentError, match=r"paths/support\.yml, rad \d+.*lines\.gone"):
        shelf.load_content()
    assert shelf.get_content() is before


def test_while_serving_faulty_guides_are_refused_and_mended_ones_taken_into_use(in_use, capsys):
    before = shelf.get_content()
    good = in_use.text("paths/support.yml")
    break_a_choice(in_use)
    serving.renew_content()
    assert shelf.get_content() is before
    assert "lines.gone" in capsys.readouterr().err
    in_use.write("paths/support.yml", good)
    serving.renew_content()
    assert shelf.get_content() is not before


def test_at_start_up_faulty_guides_end_in_a_sentence_and_no_traceback(in_use, tmp_path, capsys, monkeypatch):
    in_use.write("concerns/hate.yml", "id: hate\nspegel: fel\n")
    monkeypatch.setattr(shelf, "_shelf", None)
    monkeypatch.setenv("SAMTALSKOMPASSEN_FOLDER", str(tmp_path))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert cli.main(["serve", "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert "hate.yml, rad 2: spegel: nyckeln finns inte." in said
    assert "Traceback" not in said
