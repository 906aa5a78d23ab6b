"""Phone numbers as people write them: kept for display, E.164 or a short number for dialling."""

from __future__ import annotations

import re

import phonenumbers

from bot.registry.records import Phone

# 112, 113 13, 114 14, 1177, 116 xxx and the 90xxx series are dialled as they stand (the Swedish numbering plan).
SHORT = re.compile(r"(?:112|113\s?13|114\s?14|1177|116\s?\d{3}|90\s?\d{3})")
SEPARATORS = re.compile(r"\s*(?:;|/|\n|,|\s+eller\s+|\s+el\.?\s+|\s+och\s+|\s+samt\s+)\s*", re.IGNORECASE)
NOTE = re.compile(r"\(([^()0-9][^()]*)\)\s*$")
MENU = re.compile(r",?\s+((?:svars|meny|knapp)?val\s*\d)\s*$", re.IGNORECASE)


class PhoneNumberError(ValueError):
    """Not a number that can be dialled from Sweden."""


def read_phones(cell: str) -> tuple[Phone, ...]:
    """All numbers of a cell, which may hold several with notes in brackets. Raises PhoneNumberError."""
    protected = re.sub(r",\s*((?:svars|meny|knapp)?val\s*\d)", r" (\1)", cell, flags=re.IGNORECASE)
    notes: list[str] = []

    def keep(match: re.Match[str]) -> str:
        notes.append(match.group(0))
        return f"\x00{len(notes) - 1}\x00"

    protected = re.sub(r"\([^()]*\)", keep, protected)
    parts = [part for part in SEPARATORS.split(protected) if part.strip()]
    return tuple(
        read_phone(re.sub("\x00(\\d+)\x00", lambda match: notes[int(match.group(1))], part)) for part in parts
    )


def read_phone(text: str) -> Phone:
    """One number, with a note in brackets or a menu choice after it. Raises PhoneNumberError."""
    display = tidy(text)
    note = None
    for pattern in (NOTE, MENU):
        found = pattern.search(display)
        if found:
            note, display = found.group(1).strip(), display[: found.start()].strip()
            break
    if SHORT.fullmatch(display):
        return Phone(display, re.sub(r"\s", "", display), note)
    if not display.startswith(("0", "+")):
        # Without its area code a number can be read as one in another town.
        raise PhoneNumberError(display)
    try:
        number = phonenumbers.parse(display, "SE")
    except phonenumbers.NumberParseException as error:
        raise PhoneNumberError(display) from error
    if not phonenumbers.is_valid_number(number):
        raise PhoneNumberError(display)
    if display.startswith(("+", "00")):
        # A cell that begins with + becomes a formula in Excel, so +46 is written the national way.
        national = number.country_code == 46
        form = phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
        display = phonenumbers.format_number(number, form).replace("+", "00")
    return Phone(display, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), note)


def write_phones(phones: tuple[Phone, ...]) -> str:
    """The cell that `read_phones` reads back."""
    return "; ".join(f"{phone.display} ({phone.note})" if phone.note else phone.display for phone in phones)


def tidy(text: str) -> str:
    """Odd spaces and hyphens of copied numbers made plain."""
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    return re.sub(r"\s*-\s*", "-", re.sub(r"\s+", " ", text)).strip()
