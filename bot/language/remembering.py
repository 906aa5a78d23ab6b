"""Remember what has been worked out for a word, within bounds: what a person pastes must not fill the memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Found = TypeVar("Found")
# Longer than nearly every Swedish word; a longer one is worked out each time.
LONGEST = 24
MOST = 20_000


def remembered(work_out: Callable[[str], Found]) -> Callable[[str], Found]:
    """The function, with its answers for the latest short words kept."""
    kept = lru_cache(MOST)(work_out)

    @wraps(work_out)
    def answer(word: str) -> Found:
        return kept(word) if len(word) <= LONGEST else work_out(word)

    return answer
