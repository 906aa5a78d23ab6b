"""What may be asked of the chat: one turn's request, checked."""

from __future__ import annotations

import json
import unicodedata
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from bot.server.problems import ProblemError
from bot.server.sealing import LONGEST_STATE

LONGEST_TEXT = 2000
# Room for the longest state, the longest text with every character escaped, and the names of the fields.
LONGEST_BODY = LONGEST_STATE + 12 * LONGEST_TEXT + 4096
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]


class ChatRequest(BaseModel):
    """One turn: typed text, a choice, or neither in the first call."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    message_id: Name
    state: str | None = None
    text: str | None = None
    choice: Name | None = None
    site: Name | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")] | None = None
    topic: Name | None = None
    municipality: Name | None = None

    @model_validator(mode="after")
    def _one_thing_said(self) -> ChatRequest:
        if self.text is not None and self.choice is not None:
            raise ValueError("text and choice")
        return self


def read_request(body: bytes) -> ChatRequest:
    """The request in a body. Raises ProblemError when it cannot be used."""
    try:
        content: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise ProblemError("malformed") from None
    try:
        request = ChatRequest.model_validate(content)
    except ValidationError:
        raise ProblemError("malformed") from None
    if request.text is None:
        return request
    return request.model_copy(update={"text": clean(request.text)})


def clean(text: str) -> str:
    """The text without control characters, lone surrogates and surrounding space."""
    kept = "".join(
        char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs") else " " for char in text
    )
    return kept.strip()


def check_length(text: str) -> None:
    """Raises ProblemError for an empty or too long text."""
    if not text.strip("/ \n\t\u00a0\u200b"):
        raise ProblemError("empty")
    if len(text) > LONGEST_TEXT:
        raise ProblemError("text_too_long", limit=f"{LONGEST_TEXT:,}".replace(",", "\u00a0"))
