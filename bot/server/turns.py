"""One turn of a conversation: danger first, then the assistant, and an answer whatever breaks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from bot.guidance.emergency import emergency_reply
from bot.language.danger import Danger, find_danger
from bot.language.redaction import redact
from bot.server.problems import ProblemError, lines_by_id, pick_language
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

log = logging.getLogger("samtalskompassen.turns")
GREETING = "/greet"
STATE_PROBLEMS = {
    StateForgedError: "state_unusable", StateExpiredError: "state_expired", StateForeignError: "state_foreign",
}


@dataclass(frozen=True)
class Said:
    """What a person said in this turn: text as typed (masked), or the payload of a choice."""

    text: str | None
    payload: str | None
    masked: tuple[str, ...] = ()


class Answering(Protocol):
    """The assistant as the turns know it. Raises ProblemError when it has no reply."""

    async def __call__(self, message_id: str, talk: Talk, said: Said) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """What the bot says, and the slots afterwards."""


class Turns:
    """Answers chat requests. Holds nothing of any conversation."""

    def __init__(self, sealer: Sealer, answering: Answering) -> None:
        self._sealer = sealer
        self._answering = answering

    async def answer(self, request: ChatRequest, gate: Callable[[], None] = lambda: None) -> dict[str, Any]:
        """The response to a request. `gate` raises ProblemError when no turn may be taken now.

        A message with danger in it always gets an emergency reply, whatever else is wrong. Raises ProblemError.
        """
        if request.text is not None:
            check_length(request.text)
        danger = find_danger(request.text) if request.text else None
        try:
            gate()
            talk = self._open(request)
        except ProblemError as error:
            if not danger:
                raise
            log.warning("danger_answered_alone", extra={"code": error.code, "danger": danger.category})
            return self._emergency_alone(self._fresh(request), request, danger)
        try:
            said = self._said(request, talk)
            messages, slots = await self._answering(request.message_id, talk, said)
            reply = read_reply(messages, talk.language, request.message_id)
            if not reply.messages:
                raise ProblemError("turn_failed")
        except ProblemError as error:
            if not danger:
                raise
            log.warning("danger_answered_alone", extra={"code": error.code, "danger": danger.category})
            return self._emergency_alone(talk, request, danger)
        if danger and not reply.emergency:
            # The layer decides; nothing after it may take danger away.
            reply = replace(reply, messages=(_emergency(danger, talk.language), *reply.messages))
        after = replace(talk, turn=talk.turn + 1, slots=slots, choices=reply.choices, input=reply.input)
        try:
            return as_response(self._sealer.seal(after), after, reply)
        except StateTooLargeError:
            log.error("state_too_large", extra={"turn": after.turn})
            if danger:
                return self._emergency_alone(talk, request, danger)
            raise ProblemError("turn_failed") from None

    def _open(self, request: ChatRequest) -> Talk:
        if request.state is None:
            return self._fresh(request)
        try:
            talk = self._sealer.open(request.state, request.site)
        except (StateForgedError, StateExpiredError, StateForeignError) as error:
            raise ProblemError(STATE_PROBLEMS[type(error)]) from None
        return replace(talk, language=pick_language(request.language, talk.language))

    def _fresh(self, request: ChatRequest) -> Talk:
        slots = {
            name: value for name, value in (("concern", request.topic), ("municipality", request.municipality)) if value
        }
        return Talk(site=request.site, language=pick_language(request.language), slots=slots)

    def _said(self, request: ChatRequest, talk: Talk) -> Said:
        if request.text is not None:
            masked = redact(request.text)
            return Said(masked.text, None, masked.kinds)
        if request.choice is not None:
            payload = talk.payload_of(request.choice)
            if payload is None:
                raise ProblemError("choice_unknown")
            return Said(None, payload)
        if request.state is not None:
            raise ProblemError("empty")
        return Said(None, GREETING)

    def _emergency_alone(self, talk: Talk, request: ChatRequest, danger: Danger) -> dict[str, Any]:
        """The fixed reply, and the conversation exactly as it was before the message."""
        reply = Reply((_emergency(danger, talk.language),), talk.choices, talk.input)
        return as_response(self._sealer.seal(talk), talk, reply)


def _emergency(danger: Danger, language: str) -> dict[str, Any]:
    message = emergency_reply(danger.category, danger.level, language)
    return message | {"numbers": lines_by_id(message["numbers"]), "dir": "ltr"}
