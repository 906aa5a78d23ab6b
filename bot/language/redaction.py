"""Replace what could point out a person (numbers, addresses, names, school, class, user names) by typed markers."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from bot.language.gazetteer import get_gazetteer
from bot.language.redaction_patterns import (
    ACCOUNT,
    BIRTH_DATE,
    CALLED_ON,
    CARD,
    CARE_OF,
    CLASS,
    CODE,
    EMAIL,
    FLAT,
    HANDLE,
    IDENTITY,
    INITIALS,
    INVISIBLE,
    LAST_FOUR,
    LINK,
    LIVES_ON,
    LONG_NUMBER,
    NET_ADDRESS,
    OF_A_CLASS,
    ON_SOCIAL,
    OTHER_DIGITS,
    PARALLEL_CLASS,
    PHONE,
    PHONE_WORD,
    PLATE,
    PLATE_CONTEXT,
    PROGRAM_CLASS,
    SCHOOL,
    SCHOOL_CALLED,
    SCHOOL_OF,
    SOCIAL,
    SPOKEN_PHONE,
    STREET,
    TAGGED_NAME,
    WORD,
    YEARS,
)


@dataclass(frozen=True)
class Redacted:
    """The text as the rest of the program may see it, and the kinds of things that were taken out, in order found."""

    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class _Lists:
    names: frozenset[str]
    uncertain_names: frozenset[str]
    place_names: frozenset[str]
    public_figures: tuple[str, ...]
    introduces_name: frozenset[str]
    calls: frozenset[str]
    the_called: frozenset[str]
    explains_name: frozenset[str]
    introduces_person: frozenset[str]
    nameless: frozenset[str]
    someone: frozenset[str]
    not_a_name: frozenset[str]
    verbs_after_name: frozenset[str]
    no_name_at_the_beginning: frozenset[str]
    not_a_school: frozenset[str]
    kinds_of_school: frozenset[str]
    known_schools: re.Pattern[str]
    public_emails: frozenset[str]
    public_numbers: frozenset[str]
    public_prefixes: tuple[str, ...]


@cache
def _lists() -> _Lists:
    """The word lists, read once; given names from SCB (2020, at least 100 bearers)."""
    words = yaml.load(  # every scalar stays a string
        files("bot.language").joinpath("rules", "redaction.yml").read_text(encoding="utf-8"),
        Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader),  # noqa: S506
    )
    further = files("bot.language").joinpath("rules", "further_given_names.txt").read_text(encoding="utf-8")
    names: set[str] = {*words["nicknames"], *(line for line in further.splitlines() if not line.startswith("#"))}
    uncertain: set[str] = set(words["also_words"])
    places: set[str] = set()
    table = files("bot.facts").joinpath("given_names.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        name = row["name"].lower()
        names.add(name)
        if row["is_dictionary_word"] == "yes" or len(name) < 3:
            uncertain.add(name)
        if row["is_place"] == "yes" or row["is_municipality"] == "yes":
            places.add(name)
    return _Lists(
        names=frozenset(names),
        uncertain_names=frozenset(uncertain - set(words["names_in_lower_case"])),
        place_names=frozenset(places),
        public_figures=tuple(words["public_figures"]),
        introduces_name=frozenset(words["introduces_name"]),
        calls=frozenset(words["calls"]),
        the_called=frozenset(words["the_called"]),
        explains_name=frozenset(words["explains_name"]),
        introduces_person=frozenset(words["introduces_person"]),
        nameless=frozenset(words["nameless"]),
        someone=frozenset(words["introduces_person"]) | frozenset(words["someone"]),
        not_a_name=frozenset(words["not_a_name"]),
        verbs_after_name=frozenset(words["verbs_after_name"]),
        no_name_at_the_beginning=frozenset(words["no_name_at_the_beginning"]),
        not_a_school=frozenset(words["not_a_school"]),
        kinds_of_school=frozenset(words["kinds_of_school"]),
        known_schools=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words['known_schools']))})(?!\w)", re.I),
        public_emails=frozenset(words["public_emails"]),
        public_numbers=frozenset(words["public_numbers"]),
        public_prefixes=tuple(words["public_prefixes"]),
    )


def redact(text: str) -> Redacted:
    """The text with personal data replaced by markers such as [namn]; public numbers, ages, places stay."""
    lists = _lists()
    text = INVISIBLE.sub("", text).translate(OTHER_DIGITS)
    kinds: list[str] = []
    shouting = text.isupper()

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
    text = lists.known_schools.sub(lambda m: mask("skola"), text)
    text = SCHOOL_CALLED.sub(lambda m: mask("skola"), text)
    text = SCHOOL_OF.sub(lambda m: _redact_school_of(m, lists, mask), text)
    text = SCHOOL.sub(lambda m: _redact_school(m, lists, mask), text)
    text = INITIALS.sub(lambda m: m.group().replace(m.group(1), mask("namn")), text)
    text = _redact_names(text, shouting, lists, mask)
    return Redacted(text, tuple(kinds))


Mask = Callable[..., str]


def _redact_numbers(text: str, lists: _Lists, mask: Mask) -> str:
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

    text = NET_ADDRESS.sub(lambda m: mask("nummer"), text)
    text = CODE.sub(lambda m: m.group().replace(m.group(1), mask("nummer")), text)
    text = CARD.sub(lambda m: mask("nummer"), text)
    text = IDENTITY.sub(identity, text)
    text = BIRTH_DATE.sub(birth_date, text)
    text_now = text
    text = PHONE.sub(phone, text)
    text = PLATE_CONTEXT.sub(lambda m: m.group().replace(m.group(1), mask("registreringsnummer")), text)
    text = PLATE.sub(lambda m: mask("registreringsnummer"), text)
    text = STREET.sub(lambda m: mask("adress"), text)
    text = FLAT.sub(lambda m: mask("adress"), text)
    text = TAGGED_NAME.sub(lambda m: mask("användarnamn"), text)
    if OF_A_CLASS.search(text):
        text = PARALLEL_CLASS.sub(lambda m: mask("klass"), text)
    text = CLASS.sub(lambda m: mask("klass", f"åk {m.group(1)} [klass]"), text)
    text = PROGRAM_CLASS.sub(lambda m: mask("klass"), text)
    return LONG_NUMBER.sub(lambda m: m.group() if _is_public(m.group(), lists) else mask("nummer"), text)


def _is_public(number: str, lists: _Lists) -> bool:
    if YEARS.fullmatch(number):
        return True
    digits = re.sub(r"\D", "", number)
    return digits in lists.public_numbers or digits.startswith(lists.public_prefixes)


def _redact_school(found: re.Match[str], lists: _Lists, mask: Mask) -> str:
    stem = found.group(1).lower().rstrip("-")
    if stem in lists.kinds_of_school or (stem.endswith(tuple(lists.kinds_of_school)) and not found.group(1)[0].isupper()):
        return found.group()
    return mask("skola")


def _redact_school_of(found: re.Match[str], lists: _Lists, mask: Mask) -> str:
    first = found.group(1).split()[0].lower()
    return found.group() if first in lists.not_a_name or first in lists.not_a_school else mask("skola")


def _redact_names(text: str, shouting: bool, lists: _Lists, mask: Mask) -> str:
    """Given names from the list, words in the natural frames of a name, and the surnames that follow them."""
    words = list(WORD.finditer(text))
    kept = _public_figure_spans(text, lists)
    pieces: list[str] = []
    position = 0
    index = 0
    while index < len(words):
        word = words[index]
        if word.start() >= position and _is_name(text, words, index, shouting, lists) and not _covered(word, kept):
            end = word.end()
            while index + 1 < len(words) and _continues_name(text, words, index + 1, shouting, lists):
                index += 1
                end = words[index].end()
            pieces += [text[position : word.start()], mask("namn")]
            position = end
        index += 1
    return "".join([*pieces, text[position:]])


def _public_figure_spans(text: str, lists: _Lists) -> list[tuple[int, int]]:
    lowered = text.lower()
    return [
        (start, start + len(name)) for name in lists.public_figures if (start := lowered.find(name)) >= 0
    ]


def _covered(word: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start <= word.start() and word.end() <= end + 1 for start, end in spans)


def _is_name(text: str, words: list[re.Match[str]], index: int, shouting: bool, lists: _Lists) -> bool:
    word = words[index].group()
    if text[words[index].start() - 1 : words[index].start()] == "[":
        return False
    lowered = word.lower()
    if not shouting and word.isupper() and 1 < len(word) < 5:
        return False
    bare = lowered if lowered in lists.names else lowered.rstrip("s") if lowered.endswith("s") else lowered
    capital = word[0].isupper() and not shouting
    opens = _opens_sentence(text, words[index].start())
    before = words[index - 1].group().lower() if index and _adjacent(text, words[index - 1], words[index]) else ""
    listed = bare in lists.names or (capital and bare.split("-")[0] in lists.names)
    if before in lists.introduces_name:
        return _follows_heter(text, words, index, capital, listed, lists)
    if lowered in lists.not_a_name or _is_month(words, index):
        return False
    if capital and before in lists.the_called and index > 1 and words[index - 2].group().lower() in lists.calls:
        return True
    if before in lists.introduces_person and (
        capital or (listed and (bare not in lists.uncertain_names or _acts_as_person(words, index, lists)))
    ):
        return True
    if capital and not listed and not opens and _is_beside_people(text, words, index, lists):
        return True
    if not listed or bare in lists.place_names:
        return False
    if bare not in lists.uncertain_names:
        return True
    if opens and bare in lists.no_name_at_the_beginning:
        return False
    return capital and (
        not opens or _acts_as_person(words, index, lists) or _is_explained(text, words, index, lists)
        or _stands_beside_a_name(words, index, lists)
    )


def _acts_as_person(words: list[re.Match[str]], index: int, lists: _Lists) -> bool:
    """Whether a word that opens the sentence is followed by a verb, as a name is: 'Tindra skär sig'."""
    return index + 1 < len(words) and words[index + 1].group().lower() in lists.verbs_after_name


def _is_month(words: list[re.Match[str]], index: int) -> bool:
    return index + 1 < len(words) and words[index + 1].group().lower() in ("månad", "manad")


def _is_explained(text: str, words: list[re.Match[str]], index: int, lists: _Lists) -> bool:
    """Whether a word that opens the sentence is explained, as a name is: 'Stig, min bror'."""
    if index + 1 >= len(words):
        return False
    following = words[index + 1]
    between = text[words[index].end() : following.start()]
    return between.startswith(",") and following.group().lower() in lists.explains_name


def _stands_beside_a_name(words: list[re.Match[str]], index: int, lists: _Lists) -> bool:
    """Whether a word that opens the sentence goes with a name: 'Siri och Elsa'."""
    after = [word.group() for word in words[index + 1 : index + 3]]
    return len(after) == 2 and after[0] == "och" and after[1][0].isupper() and after[1].lower() in lists.names


def _is_beside_people(text: str, words: list[re.Match[str]], index: int, lists: _Lists) -> bool:
    """Whether a word with a capital is named as people are: 'Xhevats mamma', 'Elsa och Xhevat'."""
    word = words[index].group()
    if word.lower().removesuffix("s") in lists.not_a_name or get_gazetteer().look_up(word.lower()):
        return False
    after = words[index + 1].group().lower() if index + 1 < len(words) else ""
    if word.endswith("s") and after in lists.introduces_person and _adjacent(text, words[index], words[index + 1]):
        return True
    if index < 2 or words[index - 1].group().lower() != "och":
        return False
    other = words[index - 2].group()
    known = other.lower()
    return other[0].isupper() and known in lists.names and known not in lists.uncertain_names | lists.place_names


def _follows_heter(
    text: str, words: list[re.Match[str]], index: int, capital: bool, listed: bool, lists: _Lists
) -> bool:
    """Whether the word after 'heter' is a person's name, not 'det', not that of a municipality or an organisation."""
    before = [word.group().lower() for word in words[max(index - 4, 0) : index - 1]]
    lowered = words[index].group().lower()
    if lowered in lists.not_a_name:
        return False
    if capital and listed and lowered not in lists.place_names:
        return True
    if any(word in lists.nameless for word in before):
        return False
    called = words[index - 1].group().lower() in ("kallas", "kallad")
    return capital or listed or (not called and bool(lists.someone.intersection(before)))


def _continues_name(text: str, words: list[re.Match[str]], index: int, shouting: bool, lists: _Lists) -> bool:
    """Whether this word is the surname (or second given name) of the name before it."""
    if not _adjacent(text, words[index - 1], words[index]):
        return False
    word = words[index].group()
    lowered = word.lower()
    if lowered in lists.not_a_name:
        return False
    return (word[0].isupper() and not shouting) or (
        len(lowered) > 5 and lowered.endswith(("sson", "ström", "berg", "gren", "qvist", "kvist", "lund", "dahl"))
    )


def _adjacent(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    return text[first.end() : second.start()] in (" ", "  ", ' "', " ”", ": ", " :")


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(start - 3, 0) : start].rstrip(" \"'”“(")
    return not before or before[-1] in ".!?:\n"
