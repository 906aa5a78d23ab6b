"""Replace what could point out a person (numbers, addresses, names, school, class, user names) by typed markers."""

import re
from dataclasses import dataclass

from bot.language.gazetteer import get_gazetteer
from bot.language.name_reader import known_words
from bot.language.redaction_lists import MaskingLists, is_all_capitalised, masking_lists
from bot.language.redaction_names import Mask, redact_names, redact_user_names
from bot.language.redaction_patterns import (
    ACCOUNT,
    BIRTH_DATE,
    BORN_ON,
    CALLED_ON,
    CARD,
    CARE_OF,
    CLASS,
    CODE,
    DOOR,
    EMAIL,
    FLAT,
    FROM_TO,
    GRAMS,
    HANDLE,
    IDENTITY,
    INITIALS,
    INITIALS_ALONE,
    INVISIBLE,
    LAST_FOUR,
    LINK,
    LIVES_AT,
    LIVES_ON,
    LONG_NUMBER,
    NET_ADDRESS,
    OF_A_CLASS,
    ON_SOCIAL,
    ON_STREET,
    OTHER_DIGITS,
    PARALLEL_CLASS,
    PHONE,
    PHONE_WORD,
    PLATE,
    PLATE_CONTEXT,
    PROGRAM_CLASS,
    RECENT_DATE,
    SCHOOL,
    SCHOOL_ATTENDED,
    SCHOOL_CALLED,
    SCHOOL_IN_SMALL,
    SCHOOL_OF,
    SOCIAL,
    SPEAKER,
    SPOKEN_PHONE,
    STREET,
    TAGGED_NAME,
    TITLED,
    YEARS,
)


@dataclass(frozen=True)
class Redacted:
    """The text as the rest of the program may see it, and the kinds of things that were taken out, in order found."""

    text: str
    kinds: tuple[str, ...]


def redact(text: str) -> Redacted:
    """The text with personal data replaced by markers such as [namn]; public numbers, ages, places stay."""
    lists = masking_lists()
    text = INVISIBLE.sub("", text).translate(OTHER_DIGITS)
    kinds: list[str] = []
    shouting = text.isupper() or is_all_capitalised(text)

    def mask(kind: str, shown: str | None = None) -> str:
        if kind not in kinds:
            kinds.append(kind)
        return shown or f"[{kind}]"

    text = LINK.sub(lambda m: mask("länk") if SOCIAL.search(m.group()) else m.group(), text)
    text = EMAIL.sub(lambda m: m.group() if m.group(1).lower() in lists.public_emails else mask("e-post"), text)
    if any(character.isdigit() for character in text):
        text = _redact_numbers(text, lists, mask)
    text = LAST_FOUR.sub(lambda m: m.group().replace(m.group(1), mask("personnummer")), text)
    text = CARE_OF.sub(lambda m: m.group().replace(m.group(1), mask("namn")), text)
    text = SPOKEN_PHONE.sub(lambda m: mask("telefonnummer"), text)
    text = CALLED_ON.sub(lambda m: m.group().replace(m.group(1), mask("användarnamn")), text)
    text = HANDLE.sub(lambda m: mask("användarnamn"), text)
    text = ON_SOCIAL.sub(lambda m: m.group().replace(m.group(1), mask("användarnamn")), text)
    text = ACCOUNT.sub(lambda m: m.group().replace(m.group(1), mask("användarnamn")), text)
    text = LIVES_ON.sub(lambda m: m.group().replace(m.group(1), mask("adress")), text)
    text = ON_STREET.sub(lambda m: _redact_street(m, lists, mask), text)
    text = lists.known_schools.sub(lambda m: mask("skola"), text)
    text = SCHOOL_CALLED.sub(lambda m: mask("skola"), text)
    text = SCHOOL_OF.sub(lambda m: _redact_school_of(m, lists, mask), text)
    text = SCHOOL.sub(lambda m: _redact_school(m, lists, mask), text)
    text = SCHOOL_IN_SMALL.sub(lambda m: _redact_in_small(m, lists, mask), text)
    text = SCHOOL_ATTENDED.sub(lambda m: _redact_attended(m, lists, mask), text)
    text = INITIALS.sub(lambda m: _redact_initials(m, lists, mask), text)
    text = TITLED.sub(lambda m: _redact_titled(m, lists, mask), text)
    text = INITIALS_ALONE.sub(lambda m: mask("namn"), text)
    if len(SPEAKER.findall(text)) > 1:
        text = SPEAKER.sub(lambda m: _redact_speaker(m, lists, mask), text)
    text, readings = redact_user_names(text, mask)
    text = redact_names(text, shouting, lists, mask, readings)
    return Redacted(text, tuple(kinds))



def _redact_numbers(text: str, lists: MaskingLists, mask: Mask) -> str:
    """Identity numbers, birth dates, phone numbers, plates, addresses, classes and other long numbers."""

    def identity(found: re.Match[str]) -> str:
        digits = sum(character.isdigit() for character in found.group())
        masked = not found.group()[-1].isdigit() or any(sign.isalpha() for sign in found.group()[-4:-2])
        return mask("personnummer") if digits in (10, 12) or masked else found.group()

    def birth_date(found: re.Match[str]) -> str:
        shown = found.group(1)
        is_year = sum(character.isdigit() for character in shown) < 5
        return found.group() if is_year else found.group().replace(shown, mask("födelsedatum"))

    def phone(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found.group())
        national = re.sub(r"^(?:0046|46)", "0", digits) if found.group()[0] == "+" or digits.startswith("00") or digits.startswith("467") else digits
        national = re.sub(r"^00", "0", national)
        if national in lists.public_numbers or national.startswith(lists.public_prefixes):
            return found.group()
        introduced = PHONE_WORD.search(text_now[max(found.start() - 40, 0) : found.start()])
        if introduced or (national[0] == "0" and 8 <= len(national) <= 12) or found.group()[0] == "+" or (digits[0] == "7" and len(digits) == 9):
            return mask("telefonnummer")
        return found.group()

    def weighed(found: re.Match[str]) -> bool:
        around = GRAMS.finditer(found.string, max(found.start() - 20, 0), found.end() + 20)
        return any(weight.start() < found.end() and found.start() < weight.end() for weight in around)

    text = NET_ADDRESS.sub(lambda m: mask("nummer"), text)
    text = CODE.sub(lambda m: m.group().replace(m.group(1), mask("nummer")), text)
    text = CARD.sub(lambda m: mask("nummer"), text)
    text = IDENTITY.sub(identity, text)
    text = BIRTH_DATE.sub(birth_date, text)
    text = BORN_ON.sub(lambda m: mask("födelsedatum"), text)
    text_now = text
    text = PHONE.sub(phone, text)
    text = PLATE_CONTEXT.sub(lambda m: m.group().replace(m.group(1), mask("registreringsnummer")), text)
    text = PLATE.sub(lambda m: mask("registreringsnummer"), text)
    text = STREET.sub(lambda m: mask("adress"), text)
    text = LIVES_AT.sub(lambda m: m.group().replace(m.group(1), mask("adress")), text)
    text = DOOR.sub(lambda m: mask("adress"), text)
    text = FLAT.sub(lambda m: mask("adress"), text)
    text = TAGGED_NAME.sub(lambda m: mask("användarnamn"), text)
    if OF_A_CLASS.search(text):
        text = PARALLEL_CLASS.sub(lambda m: mask("klass"), text)
    text = CLASS.sub(lambda m: m.group() if weighed(m) else mask("klass", f"åk {m.group(1)} [klass]"), text)
    text = PROGRAM_CLASS.sub(lambda m: m.group() if weighed(m) else mask("klass"), text)
    return LONG_NUMBER.sub(lambda m: m.group() if _is_public(m.group(), lists) else mask("nummer"), text)


def _is_public(number: str, lists: MaskingLists) -> bool:
    if any(pattern.fullmatch(number) for pattern in (YEARS, RECENT_DATE, FROM_TO)):
        return True
    digits = re.sub(r"\D", "", number)
    return digits in lists.public_numbers or digits.startswith(lists.public_prefixes)


def _redact_initials(found: re.Match[str], lists: MaskingLists, mask: Mask) -> str:
    """"K. Berg" is somebody; in "betyget F. Kan vi …" a new sentence begins."""
    after = found.group(1).split(".")[-1].strip().lower()
    ordinary = after in lists.not_a_name or (after in known_words() and after not in lists.family_names)
    return found.group() if ordinary else found.group().replace(found.group(1), mask("namn"))


def _redact_titled(found: re.Match[str], lists: MaskingLists, mask: Mask) -> str:
    """ "Mrs. Alvelind" is somebody; "Dr. Phil" is known to everyone."""
    words = tuple(re.findall(r"\w+", found.group().lower()))
    public = any(
        those[: len(name)] == name for those in (words, words[1:]) for name in lists.public_names.get(those[0].removesuffix("s"), ())
    )
    return found.group() if public else found.group().replace(found.group(1), mask("namn"))


def _redact_speaker(found: re.Match[str], lists: MaskingLists, mask: Mask) -> str:
    speaker = found.group(1).lower()
    named = speaker in lists.names or speaker not in known_words()
    return found.group().replace(found.group(1), mask("namn")) if named else found.group()


def _redact_street(found: re.Match[str], lists: MaskingLists, mask: Mask) -> str:
    is_kind = found.group(2).lower() in lists.kinds_of_road
    return found.group() if is_kind else found.group().replace(found.group(1), mask("adress"))


def _redact_school(found: re.Match[str], lists: MaskingLists, mask: Mask) -> str:
    stem = found.group(1).lower().rstrip("-")
    if stem in lists.kinds_of_school or (stem.endswith(tuple(lists.kinds_of_school)) and not found.group(1)[0].isupper()):
        return found.group()
    return mask("skola")


def _redact_attended(found: re.Match[str], lists: MaskingLists, mask: Mask) -> str:
    """What one attends is a school unless it is an ordinary word, a medicine, a municipality, or known to everyone."""
    shown = found.group(1) or found.group(2)
    name = shown.lower()
    towns = get_gazetteer().look_up(name)
    known = name in known_words() or name in lists.not_a_name or name in lists.public_names or name in lists.medicines
    return found.group() if known or (towns and towns[0].is_municipality) else found.group().replace(shown, mask("skola"))


def _redact_in_small(found: re.Match[str], lists: MaskingLists, mask: Mask) -> str:
    """A word that is no ordinary one before "skola" is the name of a school."""
    name = found.group(1)
    ordinary = {name, name[:-1]} & (known_words() | lists.not_a_name | lists.not_a_school)
    return found.group() if ordinary else mask("skola")


def _redact_school_of(found: re.Match[str], lists: MaskingLists, mask: Mask) -> str:
    first = found.group(1).split()[0].lower()
    return found.group() if first in lists.not_a_name or first in lists.not_a_school else mask("skola")
