"""One turn of a conversation: danger first, then the assistant, and an answer whatever breaks."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from bot.guidance.shelf import emergency_reply
from bot.language.danger import Danger, find_danger
from bot.language.languages import find_language, is_surely_swedish, unless_swedish
from bot.language.redaction import redact
from bot.server.counting import news
from bot.server.problems import HOME_LANGUAGE, ProblemError, lines_by_id, pick_language
from bot.server.replies import Reply, as_response, read_reply
from bot.server.requests import ChatRequest, check_length
from bot.server.sealing import (
    Sealer,
    StateExpiredError,
    StateForeignError,
    StateForgedError,
    StateTooLargeError,
    Talk,
)

if TYPE_CHECKING:
    from bot.server.counting import Tally
    from bot.server.metrics import Metrics

log = logging.getLogger("samtalskompassen.turns")
GREETING = "/greet"
STATE_PROBLEMS = {
    StateForgedError: "state_unusable", StateExpiredError: "state_expired", StateForeignError: "state_foreign",
}


@dataclass(frozen=True)
class Said:
    """What a person said in this turn: text as typed (masked), or the payload of a choice.

    `danger` and `written_in`, the language, are what was found in the text before it was masked.
    """

    text: str | None
    payload: str | None
    masked: tuple[str, ...] = ()
    danger: Danger | None = None
    written_in: str | None = None


@dataclass(frozen=True)
class Answer:
    """What the assistant says, the slots afterwards, and whether it understood the message."""

    messages: list[dict[str, Any]]
    slots: dict[str, Any]
    understood: bool = True


class Answering(Protocol):
    """The assistant as the turns know it. Raises ProblemError when it has no reply."""

    async def __call__(self, message_id: str, talk: Talk, said: Said) -> Answer:
        """The assistant's answer to what was said."""


Gate = Callable[[], Awaitable[None]]


async def _open_gate() -> None:
    """Lets every turn in."""


class Turns:
    """Answers chat requests. Holds nothing of any conversation."""

    def __init__(self, sealer: Sealer, answering: Answering, metrics: Metrics, tally: Tally | None = None) -> None:
        self._sealer = sealer
        self._tally = tally
        self._answering = answering
        self._metrics = metrics

    async def answer(self, request: ChatRequest, gate: Gate = _open_gate) -> dict[str, Any]:
        """The response to a request. `gate` raises ProblemError when no turn may be taken now.

        A message with danger in it always gets an emergency reply, whatever else is wrong. Raises ProblemError.
        """
        said = "text" if request.text is not None else "choice" if request.choice is not None else "opening"
        try:
            response = await self._answer(request, gate)
        except ProblemError as error:
            self._metrics.turn(said, error.code)
            raise
        self._metrics.turn(said, "answered")
        return response

    async def _answer(self, request: ChatRequest, gate: Gate) -> dict[str, Any]:
        danger = None
        if request.text is not None:
            check_length(request.text)
            with self._metrics.phase("danger"):
                danger = find_danger(request.text)
        written_in = find_language(request.text) if request.text is not None else None
        talk = _in_the_language(written_in, self._fresh(request), request)
        try:
            await gate()
            talk = _in_the_language(written_in, self._open(request), request)
            after, reply = await self._take(request, talk, danger, written_in)
            with self._metrics.phase("seal"):
                return as_response(self._sealer.seal(after), after, reply)
        except (ProblemError, StateTooLargeError) as error:
            problem = error if isinstance(error, ProblemError) else ProblemError("turn_failed")
            if isinstance(error, StateTooLargeError):
                log.error("state_too_large", extra={"turn": talk.turn})
            if not danger:
                raise problem from None
            log.warning("danger_answered_alone", extra={"code": problem.code, "danger": danger.category})
            self._metrics.danger(danger.category, danger.level, "alone")
            # The fixed reply, and the conversation exactly as it was before the message.
            alone = Reply((_emergency(danger, talk.language),), talk.choices, talk.input)
            return as_response(self._sealer.seal(talk), talk, alone)

    async def _take(
        self, request: ChatRequest, talk: Talk, danger: Danger | None, written_in: str | None
    ) -> tuple[Talk, Reply]:
        said = self._said(request, talk, danger, written_in)
        with self._metrics.phase("assistant"):
            answer = await self._answering(request.message_id, talk, said)
        reply = read_reply(answer.messages, talk.language, request.message_id)
        if not reply.messages:
            raise ProblemError("turn_failed")
        if danger and danger.firm and not reply.emergency:
            # The layer decides; nothing after it may take danger away. Only hints may be set aside.
            reply = replace(reply, messages=(_emergency(danger.firm, talk.language), *reply.messages))
        if danger and reply.emergency:
            self._metrics.danger(danger.category, danger.level, "assistant")
        if not answer.understood:
            self._metrics.fallback()
        found = news(talk, answer.slots, reply)
        if self._tally:
            self._tally.add(found, answer.slots.get("municipality"))
        for kind, name in found:
            self._metrics.reached(kind, name)
        after = replace(talk, turn=talk.turn + 1, slots=answer.slots, choices=reply.choices, input=reply.input)
        return replace(after, counted=talk.counted + found), reply

    def _open(self, request: ChatRequest) -> Talk:
        if request.state is None:
            return self._fresh(request)
        try:
            talk = self._sealer.open(request.state, request.site)
        except (StateForgedError, StateExpiredError, StateForeignError) as error:
            raise ProblemError(STATE_PROBLEMS[type(error)]) from None
        language = pick_language(request.language, talk.language)
        return replace(talk, language=language, heard_english=talk.heard_english and language == talk.language)

    def _fresh(self, request: ChatRequest) -> Talk:
        slots = {
            name: value for name, value in (("concern", request.topic), ("municipality", request.municipality)) if value
        }
        return Talk(site=request.site, language=pick_language(request.language), slots=slots)

    def _said(self, request: ChatRequest, talk: Talk, danger: Danger | None, written_in: str | None) -> Said:
        if request.text is not None:
            masked = redact(request.text)
            return Said(masked.text, None, masked.kinds, danger, unless_swedish(written_in, masked.text))
        if request.choice is not None:
            payload = talk.payload_of(request.choice)
            if payload is None:
                raise ProblemError("choice_unknown")
            return Said(None, payload)
        if request.state is not None:
            raise ProblemError("empty")
        return Said(None, GREETING)


def _in_the_language(written_in: str | None, talk: Talk, request: ChatRequest) -> Talk:
    """The conversation in English once that is written, and back in Swedish if nobody has chosen English."""
    if written_in == "en" and talk.language == HOME_LANGUAGE:
        return replace(talk, language=pick_language("en"), heard_english=True)
    if talk.heard_english and request.text is not None and is_surely_swedish(request.text):
        return replace(talk, language=HOME_LANGUAGE, heard_english=False)
    return talk


def _emergency(danger: Danger, language: str) -> dict[str, Any]:
    message = emergency_reply(danger.category, danger.level, language)
    return message | {"numbers": lines_by_id(message["numbers"], language), "dir": "ltr"}
