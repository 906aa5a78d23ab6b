"""The benchmark as one table with ratios, and as a picture."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path
from statistics import mean

from bot.server.bench import Side, percentile


def rows(stock: Side, ours: Side) -> list[tuple[str, str, str, str, str]]:
    """What was measured, each side's figure, the ratio, and the bar it is held against."""
    found: list[tuple[str, str, str, str, str]] = []

    def add(name: str, theirs: float, own: float, bar: str, unit: str) -> None:
        ratio = own / theirs if theirs else float("nan")
        found.append((name, _figure(theirs, unit), _figure(own, unit), _figure(ratio, ""), bar))

    for name, first, last, bar in (("svar 1-10", 0, 10, "0,20"), ("svar 1-30", 0, 30, "0,125")):
        for share, label in ((0.5, "p50"), (0.95, "p95")):
            theirs, own = (by_position(side.by_turn[first:last], share) for side in (stock, ours))
            add(f"{label}, {name}", theirs, own, f"högst {bar}", "ms")
    add("svar i sekunden, två kärnor", stock.per_second, ours.per_second, "minst 8", "")
    add("från start till redo", stock.ready_seconds, ours.ready_seconds, "högst 0,33", "s")
    add("minne, en process", stock.memory, ours.memory, "högst 0,60", "MB")
    found.append(("sent svar mot tidigt i samma samtal", _growth(stock), _growth(ours), "", "högst 1,2"))
    return found


def by_position(turns: list[list[float]], share: float) -> float:
    """The percentile of each position in the dialogue by itself, on average over the positions.

    Every position counts alike, so that a dear message weighs as much as a cheap one on both sides.
    """
    return mean(percentile(each, share) for each in turns)


def _growth(side: Side) -> str:
    first, last = min(side.long_turns), max(side.long_turns)
    return f"{side.long_turns[last] / side.long_turns[first]:.2f} (svar {last})".replace(".", ",")


def _figure(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}".strip().replace(".", ",")


def as_markdown(stock: Side, ours: Side) -> str:
    """The table with what it was measured on."""
    lines = [
        f"Mätt {date.today().isoformat()} med `samtalskompassen bench` på {_machine()}.", "",
        f"| | {stock.name} | {ours.name} | kvot | mål |", "|---|---:|---:|---:|---|",
    ]
    lines += [f"| {' | '.join(row)} |" for row in rows(stock, ours)]
    lines += [
        "", "Båda tjänsterna är igång samtidigt och får samtalen turvis, så att det som datorn annars gör drabbar båda "
        "lika. p50 och p95 räknas för varje plats i samtalet och vägs sedan samman lika. Genomströmningen är medianen "
        "av fem turvisa omgångar med sexton som skriver utan paus; en vanlig Rasa är en process, vår är två. "
        "Bytekoden är förberedd på båda sidor.",
    ]
    return "\n".join(lines) + "\n"


def _machine() -> str:
    return f"{os.cpu_count()} kärnor, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def draw(stock: Side, ours: Side, path: Path) -> None:
    """The median time of each turn of a dialogue, both sides, on a logarithmic scale."""
    import matplotlib  # type: ignore[import-untyped]

    matplotlib.use("svg")
    from matplotlib import pyplot  # type: ignore[import-untyped]

    figure, axes = pyplot.subplots(figsize=(7, 4))
    for side, colour in ((stock, "#a8121d"), (ours, "#0f5460")):
        turns = range(1, len(side.by_turn) + 1)
        axes.plot(turns, [percentile(each, 0.5) for each in side.by_turn], color=colour, label=f"{side.name}, median")
        axes.plot(
            turns, [percentile(each, 0.95) for each in side.by_turn], color=colour, linestyle=":", alpha=0.7,
            label=f"{side.name}, 95:e percentilen",
        )
    axes.set(xlabel="svar i samtalet", ylabel="millisekunder", yscale="log", title="Tid för ett svar över HTTP")
    axes.grid(visible=True, which="both", alpha=0.2)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
