"""Keeps the assistant loaded, lets it answer within its time, and turns every failure into a failed turn."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from bot.server.logs import where
from bot.server.problems import ProblemError
from bot.server.sealing import Talk
from bot.server.turns import Answer, Said

if TYPE_CHECKING:
    from bot.server.assistant import Assistant

log = logging.getLogger("samtalskompassen.host")
NOT_UNDERSTOOD = (None, "nlu_fallback")
Result = TypeVar("Result")


class AssistantHost:
    """The assistant of this process: not loaded, loaded, or failed to load."""

    def __init__(self, load: Callable[[], Assistant], turn_seconds: float) -> None:
        self._load = load
        self._turn_seconds = turn_seconds
        self._assistant: Assistant | None = None
        self.failure: str | None = None
        self.loading: asyncio.Task[object] | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it can answer."""
        return self._assistant is not None

    @property
    def model_id(self) -> str | None:
        """The id of the loaded model."""
        return self._assistant.model_id if self._assistant else None

    def start_loading(self) -> asyncio.Task[object]:
        """Begins to load beside everything else."""
        self.loading = asyncio.create_task(self.load())
        return self.loading

    async def load(self) -> None:
        """Loads off the event loop, so that the pages and the numbers are served meanwhile."""
        started = time.monotonic()
        try:
            self._assistant = await _in_daemon_thread(self._load)
        except Exception as error:  # whatever Rasa raises, the service goes on without it and says so
            self.failure = type(error).__name__
            log.error("assistant_not_loaded", extra={"error": self.failure, "place": where(error)})
        else:
            # What is loaded stays for good: looking through it for garbage takes tenths of a second, in mid-turn.
            gc.collect()
            gc.freeze()
            log.info("assistant_loaded", extra={"seconds": round(time.monotonic() - started, 2)})

    async def answer(self, message_id: str, talk: Talk, said: Said) -> Answer:
        """The assistant's answer. Raises ProblemError."""
        from bot.server.assistant import Turn
        from bot.server.in_process import ActionFailedError

        if self._assistant is None:
            raise ProblemError("not_ready")
        turn = Turn(
            message_id, talk.site, talk.language, said.text, said.payload, said.masked, said.danger, said.written_in
        )
        try:
            async with asyncio.timeout(self._turn_seconds):
                result = await self._assistant.take(turn, talk.slots)
        except ActionFailedError as error:
            log.error("action_failed", extra={"action": error.action, "error": error.kind, "place": error.place})
            raise ProblemError("turn_failed") from None
        except Exception as error:  # Rasa's own failures too must not become a page without numbers
            log.error("turn_failed", extra={"error": type(error).__name__, "place": where(error)})
            raise ProblemError("turn_failed") from None
        return Answer(result.messages, result.slots, result.intent not in NOT_UNDERSTOOD)


async def _in_daemon_thread(function: Callable[[], Result]) -> Result:
    """What the function returns. Unlike asyncio's own threads, this one does not hold back Ctrl-C."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[Result] = loop.create_future()

    def settle(setter: Callable[[Any], None], value: Any) -> None:
        if not outcome.done():
            setter(value)

    def hand_over(setter: Callable[[Any], None], value: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, setter, value)

    def run() -> None:
        try:
            hand_over(outcome.set_result, function())
        except Exception as error:  # for the one who waits
            hand_over(outcome.set_exception, error)

    threading.Thread(target=run, daemon=True, name="loading").start()
    return await outcome
