"""`parse` answers line by line, and bad input gets one clear sentence."""

import argparse
import json
from pathlib import Path

import pytest

from bot.language import commands
from bot.language.evaluation import Results, Share
from bot.language.report import as_table, failures


def run(capsys: pytest.CaptureFixture[str], **given: object) -> tuple[int, str, str]:
    code = commands.run_parse(argparse.Namespace(**({"text": None, "jsonl": None} | given)))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_parse_without_anything_says_what_to_give(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, error = run(capsys)
    assert code == 2 and "--jsonl" in error


def test_parse_without_a_model_says_how_to_get_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SAMTALSKOMPASSEN_MODEL", str(tmp_path / "none.tar.gz"))
    code, _, error = run(capsys, text="hej")
    assert code == 1 and "samtalskompassen train" in error


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"text": 5}'])
def test_entries_name_the_line_that_cannot_be_read(line: str, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"text": "hej"}\n\n' + line, encoding="utf-8")
    with pytest.raises(commands.InputError, match="Rad 3"):
        list(commands._entries(argparse.Namespace(text=None, jsonl=str(file))))


@pytest.mark.model
def test_parse_gives_every_field_for_every_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    asked = {"id": "a", "text": "kil", "asked": "place"}
    told = {"id": "b", "text": "Vår dotter på fjorton har blivit bortförd utomlands i natt"}
    file.write_text("\n".join(json.dumps(entry) for entry in (asked, told)), encoding="utf-8")
    code, output, _ = run(capsys, jsonl=str(file))
    first, second = (json.loads(line) for line in output.splitlines())
    assert code == 0
    assert first["id"] == "a" and first["place"] == {"municipality": "1715", "district": None, "candidates": ["1715"]}
    assert second["slots"] == {"role": "parent", "age": 14}
    assert set(second) == {
        "id", "redacted", "intent", "ranking", "band", "entities", "slots", "danger", "concerns", "place",
    }
    assert len(second["ranking"]) == 3


def test_failures_know_which_figures_must_stay_low() -> None:
    results = Results(shares={"danger_explicit": Share(9, 10), "wrong_with_confidence": Share(1, 10)})
    bars = {"danger_explicit": 0.95, "wrong_with_confidence": 0.03, "unheard_of": 0.5}
    assert len(failures(results, bars)) == 3
    assert failures(results, {"danger_explicit": 0.9, "wrong_with_confidence": 0.1}) == []


def test_table_shows_share_and_interval() -> None:
    table = as_table(Results(shares={"danger_explicit": Share(9, 10)}), {"danger_explicit": 0.5})
    assert "0.900" in table and "9/10" in table and "minst 0.50" in table


def test_share_interval_is_wilsons() -> None:
    low, high = Share(8, 10).interval
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
