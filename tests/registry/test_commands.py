"""The commands a coordinator types."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.registry import Registry


@pytest.fixture
def run(registry: Registry, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs a command against the test's registry: (exit code, output, errors)."""
    url = registry.database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("SAMTALSKOMPASSEN_DATABASE_URL", url)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main([*arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_import_shows_the_difference_then_does_it_then_finds_nothing_to_do(run, tmp_path: Path) -> None:
    path = tmp_path / "kontakter.csv"
    path.write_text("kommun;funktion;telefon\nBorås;ssp;031-390 06 20\n", encoding="utf-8")
    code, out, _ = run("contacts", "import", str(path), "--dry-run")
    assert code == 0
    assert "1490-ssp" in out
    assert "1490-ssp" not in run("contacts", "list", "Borås")[1]
    assert run("contacts", "import", str(path))[0] == 0
    assert "1490-ssp" in run("contacts", "list", "1490")[1]
    code, out, _ = run("contacts", "import", str(path))
    assert code == 0
    assert out.strip().startswith("0 nya, 0 ändras")


def test_import_of_a_bad_file_fails_with_row_and_column(run, tmp_path: Path) -> None:
    path = tmp_path / "kontakter.csv"
    path.write_text("kommun;funktion;telefon\nBorås;ssp;ring oss\n", encoding="utf-8")
    code, out, errors = run("contacts", "import", str(path))
    assert code == 1
    assert "Rad 2, kolumnen telefon" in errors
    assert out == ""
    code, _, errors = run("contacts", "import", str(tmp_path / "finns-inte.csv"))
    assert code == 1
    assert errors.count("\n") == 1


@pytest.mark.parametrize("name", ["ut.csv", "ut.xlsx"])
def test_export_and_template_make_files_that_import(run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert run("contacts", "export", str(path))[0] == 0
    assert run("contacts", "import", str(path))[1].startswith("0 nya, 0 ändras")
    assert run("contacts", "template", str(path))[0] == 0
    assert run("contacts", "import", str(path), "--dry-run")[1].count("Ny ") == 1


def test_export_writes_to_the_screen_too(run) -> None:
    code, out, _ = run("contacts", "export", "--municipality", "9999")
    assert code == 0
    assert out.startswith("id;kommuner;")
    assert len(out.splitlines()) == 12


def test_list_shows_national_lines_a_municipality_and_a_letter(run) -> None:
    assert "sos_112" in run("contacts", "list")[1]
    assert "1497-social-emergency" in run("contacts", "list", "Hjo")[1]
    letter = run("contacts", "list", "Hjo", "--mail")[1]
    assert "Hjo kommun" in letter
    assert letter.startswith("Till: kommunen@hjo.se\n")
    assert "0500-49 74 21" in letter
    assert "mån–tors 17.00–23.00, fre 16.00–01.00, lör 15.00–01.00" in letter
    assert "Vi saknar: SSP-kontakt, " in letter
    assert "be om socialjouren" in run("contacts", "list", "Kiruna", "--mail")[1]
    code, _, errors = run("contacts", "list", "Atlantis")
    assert code == 1
    assert "Atlantis" in errors


def test_check_counts_what_to_put_right(run) -> None:
    assert run("contacts", "check", "--municipality", "9999")[0] == 0
    code, out, _ = run("contacts", "check")
    assert code == 1
    assert "0181-social-services" in out


def test_confirm_says_what_was_confirmed(run) -> None:
    code, out, _ = run("contacts", "confirm", "bris_adults", "--by", "stödlinjeansvarig", "--on", "2026-11-20")
    assert code == 0
    assert "0771-50 50 50" in out
    assert run("contacts", "confirm", "nothing", "--by", "stödlinjeansvarig")[0] == 1


def test_hsds_writes_both_forms(run, tmp_path: Path) -> None:
    assert run("contacts", "hsds", str(tmp_path / "ut.json"))[0] == 0
    assert json.loads((tmp_path / "ut.json").read_text(encoding="utf-8"))["total_items"] > 100
    assert run("contacts", "hsds", str(tmp_path / "ut.zip"))[0] == 0
    assert (tmp_path / "ut.zip").read_bytes().startswith(b"PK")


def test_sites_are_added_listed_changed_and_checked(run) -> None:
    page = ("--origin", "https://www.boras.se", "--municipality", "Borås", "--ssp-ages", "12-18")
    assert run("sites", "add", "boras", *page)[0] == 0
    assert "1490" in run("sites", "list")[1]
    code, out, _ = run("sites", "add", "boras", "--paused", "ja")
    assert code == 0
    assert "paused" in out
    assert "pausad" in run("sites", "list")[1]
    assert run("sites", "check")[0] == 0
    code, _, errors = run("sites", "add", "boras", "--origin", "http://www.boras.se/x")
    assert code == 1
    assert "https://" in errors


def test_an_unreachable_database_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SAMTALSKOMPASSEN_DATABASE_URL", "postgresql+psycopg://a:hemligt@127.0.0.1:1/x")
    assert main(["contacts", "list"]) == 1
    errors = capsys.readouterr().err
    assert errors.count("\n") == 1
    assert "hemligt" not in errors
