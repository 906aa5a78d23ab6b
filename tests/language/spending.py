"""How much of the processor's time a call takes, for tests of what must never take seconds."""

from __future__ import annotations

import time
from collections.abc import Callable

TRIES = 3


def least_seconds(call: Callable[[], object]) -> float:
    """The least processor time of a few calls, in seconds.

    The processor's time, so that a busy machine does not matter; the least, so that a collection of garbage does not.
    Backtracking would take seconds every time.
    """

    def spent() -> float:
        begun = time.process_time()
        call()
        return time.process_time() - begun

    return min(spent() for _ in range(TRIES))
