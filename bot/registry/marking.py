"""Swedish words within a text in another language: marked while a card is made, told beside the text when it is done.

Content files write them in [square brackets]; here they stand between two characters that no text contains.
"""

from __future__ import annotations

import re
from typing import Any

# Of Unicode's private use area.
START, END = "\ue000", "\ue001"
BRACKETS = re.compile(r"\[([^\[\]]+)\]")
MARKED = re.compile(f"{START}([^{START}{END}]+){END}")


def quoted(text: str) -> str:
    """A text that is Swedish as a whole, marked as such; figures alone are no language."""
    if not any(letter.isalpha() for letter in text):
        return text
    return f"{START}{text.replace(START, '').replace(END, '')}{END}"


def is_quoted(text: str) -> bool:
    """Whether the text is Swedish as a whole."""
    return text.startswith(START) and text.endswith(END)


def mark_brackets(content: Any) -> Any:
    """Content with the [Swedish words] of every text marked."""
    if isinstance(content, dict):
        return {key: mark_brackets(value) for key, value in content.items()}
    if isinstance(content, list):
        return [mark_brackets(value) for value in content]
    return BRACKETS.sub(rf"{START}\1{END}", content) if isinstance(content, str) else content


def unmarked(text: str) -> str:
    """The text as it is shown."""
    return text.replace(START, "").replace(END, "")


def marked_in(*texts: str | None) -> tuple[str, ...]:
    """The marked words of texts, each once, the longest first: so that none hides within another."""
    found = {piece for text in texts if text for piece in MARKED.findall(text)}
    return tuple(sorted(found, key=lambda piece: (-len(piece), piece)))
