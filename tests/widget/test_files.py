"""The widget's files: both languages alike, numbers as in the registry, no way for text to become markup."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.registry.lines import fallback_lines
from bot.server.pages import read_file

WIDGET = Path(__file__).parents[2] / "bot/widget"
TO_MARKUP = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "srcdoc")
TO_CODE = ("eval(", "new Function")
TO_KEEP = ("localStorage", "document.cookie", "indexedDB")
SCRIPTS = sorted(WIDGET.glob("*.js"))
COMMENT = re.compile(r"\s*(?://|/\*)|\s+\*(?:/|\s|$)")


def strings(language: str) -> dict[str, str]:
    return json.loads((WIDGET / f"strings.{language}.json").read_text(encoding="utf-8"))


def test_strings_have_the_same_names_and_gaps_in_both_languages():
    swedish, english = strings("sv"), strings("en")
    assert list(swedish) == list(english)
    gaps = re.compile(r"\{\w+\}")
    for name, text in swedish.items():
        assert gaps.findall(text) == gaps.findall(english[name]), name


def test_strings_are_all_used_and_all_there():
    source = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS if path.name not in ("embed.js", "demo.js"))
    named = set(re.findall(r'"([a-z]+(?:_[a-z]+)*)"', source))
    assert {name for name in strings("sv") if name not in named} == set()
    said = set(re.findall(r'say\(\s*"([a-z_]+)"', source))
    assert said <= set(strings("sv"))


def test_strings_sound_calm():
    for language in ("sv", "en"):
        for name, text in strings(language).items():
            assert not re.search("[!–—\U0001f300-\U0001faff]", text), name


@pytest.mark.parametrize("name", ["chat.html", "embed.js", "index.html"])
def test_numbers_in_the_static_pages_are_those_of_the_registry(name):
    known = {phone.tel.removeprefix("+46") for line in fallback_lines() for phone in line.phones}
    text = (WIDGET / name).read_text(encoding="utf-8")
    used = set(re.findall(r'"tel:(\d+)"', text)) | set(re.findall(r'call\([^"]+"(\d+)"', text))
    assert used
    assert {number for number in used if number.removeprefix("0") not in known and number not in known} == set()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_have_no_way_to_turn_text_into_markup_or_code(path):
    code = path.read_text(encoding="utf-8")
    for word in (*TO_MARKUP, *TO_CODE, *TO_KEEP):
        assert word not in code, word


@pytest.mark.parametrize("name", ["chat.html", "index.html"])
def test_pages_have_no_inline_script_or_style(name):
    html = (WIDGET / name).read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert "<style" not in html
    assert not re.search(r'\s(?:style|on\w+)="', html)


def test_every_module_and_the_words_are_asked_for_at_once():
    html = (WIDGET / "chat.html").read_text(encoding="utf-8")
    preloaded = set(re.findall(r'rel="modulepreload" href="widget/([a-z]+\.js)"', html))
    assert preloaded == {path.name for path in SCRIPTS} - {"chat.js", "embed.js", "demo.js"}
    assert 'rel="preload" href="widget/strings.sv.json"' in html


@pytest.mark.parametrize("path", [*SCRIPTS, WIDGET / "chat.css"], ids=lambda path: path.name)
def test_served_files_lack_nothing_but_lines_of_comment(path):
    served = read_file(path).body.decode().split("\n")
    source = path.read_text(encoding="utf-8").split("\n")
    assert [line for line in source if line in served and not COMMENT.match(line)] == served
    left = [line for line in source if line not in served]
    assert all(COMMENT.match(line) for line in left), left


def test_statements_after_a_comment_on_the_same_line_stay(tmp_path):
    path = tmp_path / "a.js"
    kept = "let a; // two\nconst url = `\nhttps://b`; /* five */ a = 1;\n"
    path.write_text(f"/** One. */\n  // three\n/*\n * four\n */\n{kept}")
    assert read_file(path).body.decode() == kept
