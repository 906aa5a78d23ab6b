"""Tells whoever started a command what is going on and how long it took."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

TICK_SECONDS = 5.0


_operator: list[TextIO] = []


def say(text: str) -> None:
    """A line to the operator, at once."""
    print(text, file=_operator[-1] if _operator else sys.stdout, flush=True)


@contextmanager
def speaking_to(stream: TextIO) -> Iterator[None]:
    """Sends what is said to another stream, while standard output belongs to somebody else."""
    _operator.append(stream)
    try:
        yield
    finally:
        _operator.pop()


def complain(text: str) -> None:
    """A line about what went wrong."""
    print(text, file=sys.stderr, flush=True)


def seconds(span: float) -> str:
    """A span as Swedish text: 3,2 s or 1 min 20 s."""
    return f"{span:.1f} s".replace(".", ",") if span < 60 else f"{int(span // 60)} min {int(span % 60)} s"


@contextmanager
def step(name: str) -> Iterator[None]:
    """Shows that a step has begun, that it goes on, and when it is done."""
    started = time.monotonic()
    say(f"{name} …")
    done = threading.Event()

    def tick() -> None:
        while not done.wait(TICK_SECONDS):
            say(f"  pågår, {seconds(time.monotonic() - started)}")

    ticking = threading.Thread(target=tick, daemon=True)
    ticking.start()
    try:
        yield
    finally:
        done.set()
        ticking.join()
    say(f"  klart på {seconds(time.monotonic() - started)}")
