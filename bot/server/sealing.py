"""The conversation sealed for the browser: encrypted, bound to its site, and usable for a limited time."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

VERSION = 1
# A long walk seals to about 3 kB. Nothing the server made itself comes near this.
LONGEST_STATE = 32_768
LONGEST_CONTENT = 262_144


class StateError(Exception):
    """A state that cannot be used."""


class StateForgedError(StateError):
    """Not sealed by us, damaged, of an older kind, or too long."""


class StateExpiredError(StateError):
    """Sealed longer ago than a conversation may rest."""


class StateForeignError(StateError):
    """Sealed for another site."""


class StateTooLargeError(StateError):
    """More than a state may hold."""


@dataclass(frozen=True)
class Choice:
    """A choice on screen: `id` is what the browser knows, `payload` what Rasa receives.

    `lang` is the title's language if that is not the conversation's.
    """

    id: str
    title: str
    payload: str
    lang: str | None = None


@dataclass(frozen=True)
class Talk:
    """All that a conversation needs to go on. `slots` holds only what differs from the domain's initial values.

    `counted` says what the coarse counts already have from this conversation. `heard_english`: it is in English because
    English was written, not because somebody chose it.
    """

    site: str | None = None
    language: str = "sv"
    turn: int = 0
    slots: dict[str, Any] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    input: dict[str, Any] | None = None
    counted: tuple[tuple[str, ...], ...] = ()
    heard_english: bool = False

    def payload_of(self, choice_id: str) -> str | None:
        """What a choice means, if this state offered it."""
        return next((choice.payload for choice in self.choices if choice.id == choice_id), None)


class Sealer:
    """Seals and opens conversations. The first key seals, every key opens, so keys can be changed one by one."""

    def __init__(self, keys: Sequence[str], minutes: float) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._seconds = minutes * 60

    def seal(self, talk: Talk, now: float | None = None) -> str:
        """The state to hand to the browser. Raises StateTooLargeError."""
        content = [
            VERSION, int(time.time() if now is None else now), talk.site, talk.language, talk.turn, talk.slots,
            [_packed(choice) for choice in talk.choices], talk.input,
            talk.counted, *([True] if talk.heard_english else []),
        ]
        packed = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        token = self._fernet.encrypt(zlib.compress(packed)).decode("ascii")
        if len(token) > LONGEST_STATE or len(packed) > LONGEST_CONTENT:
            raise StateTooLargeError
        return token

    def open(self, state: str, site: str | None, now: float | None = None) -> Talk:
        """The conversation in a state. Raises StateForgedError, StateExpiredError or StateForeignError."""
        if len(state) > LONGEST_STATE:
            raise StateForgedError
        try:
            # The age is ours to judge: Fernet would call a state from before a clock was set back forged.
            packed = zlib.decompress(self._fernet.decrypt(state.encode("ascii")))
            content = json.loads(packed)
            version, sealed_at, sealed_site, language, turn, slots, choices, input_, counted, *heard = content
        except (InvalidToken, UnicodeEncodeError, zlib.error, ValueError) as error:
            raise StateForgedError from error
        if version != VERSION:
            raise StateForgedError
        if (time.time() if now is None else now) - sealed_at > self._seconds:
            raise StateExpiredError
        if sealed_site != site:
            raise StateForeignError
        return Talk(
            sealed_site, language, turn, slots, tuple(Choice(*choice) for choice in choices), input_,
            tuple(tuple(each) for each in counted), bool(heard),
        )


def _packed(choice: Choice) -> list[str]:
    return [choice.id, choice.title, choice.payload, *([choice.lang] if choice.lang else [])]
