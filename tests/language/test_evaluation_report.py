"""The committed report tells what the present model does."""

import json
from pathlib import Path

import pytest

from bot.language.evaluation import evaluate
from bot.language.report import failures, read_bars
from bot.language.stored import archive_path, load_classifier

ROOT = Path(__file__).parents[2]
# Another processor may round the last digits of a sum differently.
SLACK = 0.01


@pytest.mark.model
def test_committed_report_is_current_and_bars_hold() -> None:
    results = evaluate(load_classifier(archive_path()))
    committed = json.loads((ROOT / "docs/evaluation/evaluation.json").read_text(encoding="utf-8"))
    assert results.figures() == pytest.approx(committed, abs=SLACK)
    assert failures(results, read_bars(ROOT / "pyproject.toml")) == []
