"""The evaluation as a table, a picture of what is taken for what, and a verdict against the bars."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from bot.language.evaluation import Results

# Figures that must stay below their bar; all others must reach it.
AT_MOST = ("danger_traps_urgent", "danger_traps_asked", "wrong_with_confidence", "reply_failed")
PICTURED = 25


def read_bars(project: Path) -> dict[str, float]:
    """The bars in `[tool.samtalskompassen.bars]`, none when the table is missing."""
    settings = tomllib.loads(project.read_text(encoding="utf-8"))
    bars: dict[str, float] = settings.get("tool", {}).get("samtalskompassen", {}).get("bars", {})
    return bars


def failures(results: Results, bars: dict[str, float]) -> list[str]:
    """One Swedish sentence for every bar that is missed or unknown."""
    figures = results.figures()
    missed = []
    for name, bar in bars.items():
        if name not in figures:
            missed.append(f"{name}: det finns inget sådant mått.")
        elif name in AT_MOST and figures[name] > bar:
            missed.append(f"{name}: {figures[name]:.3f}, får vara högst {bar:.3f}.")
        elif name not in AT_MOST and figures[name] < bar:
            missed.append(f"{name}: {figures[name]:.3f}, ska vara minst {bar:.3f}.")
    return missed


def as_table(results: Results, bars: dict[str, float]) -> str:
    """A Markdown table of every figure with its interval and its bar."""
    figures = results.figures()
    rows = ["| mått | värde | 95 % intervall | antal | ribba |", "|---|---|---|---|---|"]
    for name, value in figures.items():
        share = results.shares.get(name)
        interval = "{:.3f}–{:.3f}".format(*share.interval) if share else ""
        count = f"{share.hits}/{share.total}" if share else ""
        bar = f"{'högst' if name in AT_MOST else 'minst'} {bars[name]:.2f}" if name in bars else ""
        rows.append(f"| {name} | {value:.3f} | {interval} | {count} | {bar} |")
    weakest = sorted(results.f1.items(), key=lambda item: item[1])[:10]
    rows += ["", "Svagaste avsikter: " + ", ".join(f"{name} {score:.2f}" for name, score in weakest) + "."]
    return "\n".join(rows)


def write_report(results: Results, bars: dict[str, float], folder: Path) -> None:
    """evaluation.md, evaluation.json and confusion.svg."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "evaluation.md").write_text(as_table(results, bars) + "\n", encoding="utf-8")
    figures = {name: round(value, 4) for name, value in results.figures().items()}
    (folder / "evaluation.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    draw_confusion(results, folder / "confusion.svg")


def draw_confusion(results: Results, path: Path) -> None:
    """The most frequent mistakes as bars: what was expected and what was seen instead."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "samtalskompassen"
    from matplotlib import pyplot

    worst = sorted(results.confusion.items(), key=lambda item: (-item[1], item[0]))[:PICTURED]
    names = sorted({name for pair, _ in worst for name in pair})
    counts = [[results.confusion.get((row, column), 0) for column in names] for row in names]
    figure, axes = pyplot.subplots(figsize=(2 + 0.28 * len(names), 2 + 0.28 * len(names)))
    axes.imshow(counts, cmap="Oranges")
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_xlabel("uppfattat som")
    axes.set_ylabel("menat")
    for row, values in enumerate(counts):
        for column, count in enumerate(values):
            if count:
                axes.text(column, row, str(count), ha="center", va="center", fontsize=7)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
