"""The committed report and the README tell what the present model does."""

import json
import re
from pathlib import Path

import pytest

from bot.language.evaluation import evaluate
from bot.language.report import read_bars
from bot.language.stored import archive_path, load_classifier

ROOT = Path(__file__).parents[2]
# Another processor may round the last digits of a sum differently.
SLACK = 0.01
ROW = re.compile(r"^\|.*\| (\d,\d+) \|.*\| `(\w+)` \|$", re.MULTILINE)


def committed() -> dict[str, float]:
    figures: dict[str, float] = json.loads((ROOT / "docs/evaluation/evaluation.json").read_text(encoding="utf-8"))
    return figures


@pytest.mark.model
def test_committed_report_is_current() -> None:
    assert evaluate(load_classifier(archive_path())).figures() == pytest.approx(committed(), abs=SLACK)


def test_every_bar_is_a_figure_and_stands_in_the_readme() -> None:
    shown = dict(map(reversed, ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))))
    assert set(read_bars(ROOT / "pyproject.toml")) == set(shown) <= set(committed())


def test_readme_shows_the_figures_of_the_report() -> None:
    for shown, name in ROW.findall((ROOT / "README.md").read_text(encoding="utf-8")):
        assert float(shown.replace(",", ".")) == pytest.approx(committed()[name], abs=0.0006), name
