"""Replace what could point out a person (numbers, addresses, names, school, class, user names) by typed markers."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
_OTHER_DIGITS = {ord(full): str(index) for index, full in enumerate("０１２３４５６７８９")} | {
    ord(arabic): str(index % 10) for index, arabic in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")
}

_DASHES = r"\-‐‑–—−"
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{1,2000}|\b(?:instagram|facebook|fb|tiktok|snapchat|discord|youtube|twitter|x|linkedin|t|vk|reddit|twitch|steamcommunity)"
    r"\.(?:com|me|gg|tv)/[^\s<>\"]{1,500}",
    re.I,
)
_SOCIAL = re.compile(
    r"instagram|facebook|fb\.|tiktok|snapchat|discord|youtu|twitter|//x\.|linkedin|t\.me|vk\.com|reddit|twitch|steam|telegram|/@|/profile|/user|onlyfans|ask\.fm|kik|roblox\.com/user",
    re.I,
)
_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})\s?(?:@|\(at\)|\[at\]|\(snabel-?a\)|\bsnabel-?a\b)\s?[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\bpunkt\b)\s?[\w-]{2,63}){1,4}", re.I)
_IDENTITY = re.compile(
    rf"(?<![\d\w])(?:(?:19|20)\s?)?\d\d[ .{_DASHES}/]?(?:0[1-9]|1[0-2])[ .{_DASHES}/]?(?:[012678]\d|[39][01])\s?[{_DASHES}+/ ]?\s?"
    r"(?:\d[\d ]?\d[\d ]?\d[\d ]?\d?|[A-Za-z]\d{3}|[xX*]{4})(?![\d])"
)
_BIRTH_DATE = re.compile(
    rf"(?<!\w)(?:född|fodd|f\.|födelsedatum|fodelsedatum|born|pnr|personnummer|personnr)(?:\s+(?:den|på|on|är|:))?[: ]{{1,3}}"
    rf"((?:(?:19|20)\d\d|\d\d)[ .{_DASHES}/]?\d\d?[ .{_DASHES}/]?\d\d?|\d{{1,2}}[/. ]\d{{1,2}}[/. -](?:19|20)?\d\d|\d{{1,2}} (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w* (?:19|20)\d\d)(?!\d)",
    re.I,
)
_PHONE = re.compile(rf"(?<![\w+])(?:\+|00)?\d(?:[ ().{_DASHES}/]{{0,2}}\d){{5,14}}(?![\d\w])|(?<![\w+])\(\d{{2,4}}\)(?:[ ().{_DASHES}/]{{0,2}}\d){{5,10}}(?!\d)")
_PHONE_WORD = re.compile(r"(?:tel|tfn|telefon|telefonnummer|telefonnumret|mobil|mobilnummer|nummer|numret|nr|nås på|ring(?:a|er)? (?:mig|honom|henne|oss|hem)?\s?på|swish|swisha|sms:?a|phone|number|call me (?:at|on))\W{0,3}(?:är|e|på|till|is|:)?\W{0,3}$", re.I)
_PLATE = re.compile(r"(?<!\w)([A-HJ-PR-UW-Z]{3}[ -]?\d{2}[0-9A-HJ-NPR-UW-Z])(?!\w)")
_PLATE_CONTEXT = re.compile(r"(?:reg\.?\s?(?:nr|nummer|skylt)?|registreringsnummer|regplåt|registreringsskylt|skylten|plåten|plates?|bil(?:en)?|moped(?:en)?)\W{0,3}(?:är|med|har|nr|nummer|:)?\s{0,2}([a-zA-Z]{3}[ -]?\d{2}[0-9a-zA-Z])(?!\w)", re.I)
_STREET = re.compile(
    r"(?<!\w)(?:[A-ZÅÄÖ][\wåäöé]{0,30}\s(?:(?:[A-ZÅÄÖ][\wåäöé]{0,30}\s){0,2}))?[\wåäöéÅÄÖ:]{0,40}?(?:gatan|gata|vägen|vagen|väg|gränden|gränd|stigen|stig|allén|alle|allé|backen|esplanaden|ringen|kroken|slingan|leden|torget|torg|plan|platsen|gården|kajen|stranden|svängen|brinken|vreten|street|road)"
    r",?\s(?:nr\.?\s|nummer\s)?\d{1,4}(?:[ -]?[A-Za-zåäöÅÄÖ](?![\wåäö]))?(?:,?\s(?:lgh|lägenhet|port|tr|vån|våning)\.?\s?\d{1,5})?(?!\w)",
)
_LIVES_ON = re.compile(r"(?<!\w)(?:bor|bodde|hemma|adress|adressen|adressen är|lives|flyttat)\s(?:nu\s)?(?:på|vid|i|on|at|är)\s([\wåäöéÅÄÖ]{2,40}(?:gatan|vägen|vagen|gränden|gränd|stigen|backen|allén|esplanaden|slingan|kroken|ringen|brinken))(?!\w)", re.I)
_FLAT = re.compile(r"(?<!\w)(?:lgh|lägenhet|lagenhet|portkod|portkoden|kod)\.?\s?(?:nr|nummer|är)?\s?\d{2,5}(?!\w)", re.I)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_åäö][\w.åäö]{1,40}(?<!\.)")
_TAGGED_NAME = re.compile(r"(?<!\w)[\w.]{2,32}#\d{4}(?!\d)")
_ACCOUNT = re.compile(
    r"(?<!\w)(?i:(?:snap(?:chat)?|insta(?:gram)?|tiktok|discord|kik|telegram|roblox|steam|facebook|fb|youtube|twitch|xbox|psn)"
    r"(?:-?konto(?:t)?|namn(?:et)?|et|en)?|användarnamn(?:et)?|anvandarnamn|username|kontonamn(?:et)?|nick(?:et|name)?|gamertag|alias)"
    r"(?!\w)(?i:\s(?:är|heter|är:|is|e|som|med namnet|namnet|konto|name))?\s?[:=]?\s?[\"'”»]?"
    r"((?:[A-Za-zÅÄÖåäö][\wåäö]*[._\d][\w.åäö]*\w|[a-z]+[A-Z][A-Za-z]+\w*|\w+_\w+))"
)
_CALLED_ON = re.compile(r"(?<!\w)(?:heter|kallar sig|kallas|går under namnet|inlogg(?:ad som)?|är|called|som)\s[\"'”»]?([A-Za-zÅÄÖåäö][\wåäö.]*(?:[_.\d][\wåäö.]*\w))[\"'”»]?", re.I)
_CLASS = re.compile(r"(?<!\w)(?:(?:klass|åk|ak|årskurs|arskurs|klassen)\s?)?([1-9])\s?[:-]?\s?([a-hA-H])(?![\w'’])", re.I)
_PROGRAM_CLASS = re.compile(r"(?<!\w)(?:[A-ZÅÄÖ]{2,4}\s?-?\d{1,2}[A-Za-z]|[A-ZÅÄÖ]{2,3}[12]\d[A-Za-z]?)(?!\w)")
_SCHOOL = re.compile(r"(?<!\w)([\wåäöÅÄÖé-]{2,40}?)(skolan|skolans|skola|gymnasiet|gymnasium|förskola|förskolan|friskola)(?!\w)", re.I)
_SCHOOL_OF = re.compile(
    r"(?<!\w)((?:(?:[A-ZÅÄÖ]|S:t|Sankt)[\wåäöé:]{1,30}\s){1,3}|[A-ZÅÄÖ][\wåäöé]{1,30}s\s(?:(?:södra|norra|östra|västra|nya|gamla|fria|högre)\s)?)"
    r"(skola|gymnasium|gymnasieskola|grundskola|förskola|friskola|montessoriskola|högstadium|high school|school|läroverk|latin|real|Elementar)(?!\w)"
)
_YEARS = re.compile(r"(?:19|20)\d\d ?- ?(?:19|20)\d\d")
_SCHOOL_CALLED = re.compile(
    r"(?<!\w)(?:[Mm]ontessori|[Ff]ri|[Ff]ör|[Gg]rund|[Ww]aldorf)?(?:skolan|förskolan|gymnasiet)\s[A-ZÅÄÖ][\wåäöé]{2,30}(?!\w)"
)
_LONG_NUMBER = re.compile(r"(?<![\w+])\d(?:[ -]?\d){7,22}(?!\w)")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


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
    introduces_person: frozenset[str]
    nameless: frozenset[str]
    someone: frozenset[str]
    not_a_name: frozenset[str]
    verbs_after_name: frozenset[str]
    not_a_school: frozenset[str]
    kinds_of_school: frozenset[str]
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
    names: set[str] = set()
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
        introduces_person=frozenset(words["introduces_person"]),
        nameless=frozenset(words["nameless"]),
        someone=frozenset(words["introduces_person"]) | frozenset(words["someone"]),
        not_a_name=frozenset(words["not_a_name"]),
        verbs_after_name=frozenset(words["verbs_after_name"]),
        not_a_school=frozenset(words["not_a_school"]),
        kinds_of_school=frozenset(words["kinds_of_school"]),
        public_emails=frozenset(words["public_emails"]),
        public_numbers=frozenset(words["public_numbers"]),
        public_prefixes=tuple(words["public_prefixes"]),
    )


def redact(text: str) -> Redacted:
    """The text with personal data replaced by markers such as [namn]; public numbers, ages, places stay."""
    lists = _lists()
    text = _INVISIBLE.sub("", text).translate(_OTHER_DIGITS)
    kinds: list[str] = []
    shouting = text.isupper()

    def mask(kind: str, shown: str | None = None) -> str:
        if kind not in kinds:
            kinds.append(kind)
        return shown or f"[{kind}]"

    text = _LINK.sub(lambda m: mask("länk") if _SOCIAL.search(m.group()) else m.group(), text)
    text = _EMAIL.sub(lambda m: m.group() if m.group(1).lower() in lists.public_emails else mask("e-post"), text)
    if any(character.isdigit() for character in text):
        text = _redact_numbers(text, lists, mask)
    text = _HANDLE.sub(lambda m: mask("användarnamn"), text)
    text = _ACCOUNT.sub(lambda m: m.group().replace(m.group(1), mask("användarnamn")), text)
    text = _LIVES_ON.sub(lambda m: m.group().replace(m.group(1), mask("adress")), text)
    text = _SCHOOL_CALLED.sub(lambda m: mask("skola"), text)
    text = _SCHOOL_OF.sub(lambda m: _redact_school_of(m, lists, mask), text)
    text = _SCHOOL.sub(lambda m: _redact_school(m, lists, mask), text)
    text = _redact_names(text, shouting, lists, mask)
    return Redacted(text, tuple(kinds))


Mask = Callable[..., str]


def _redact_numbers(text: str, lists: _Lists, mask: Mask) -> str:
    """Identity numbers, birth dates, phone numbers, plates, addresses, classes and other long numbers."""

    def identity(found: re.Match[str]) -> str:
        digits = sum(character.isdigit() for character in found.group())
        masked = not found.group()[-1].isdigit() or found.group()[-4:-3].isalpha()
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
        introduced = _PHONE_WORD.search(text_now[max(found.start() - 40, 0) : found.start()])
        if introduced or (national[0] == "0" and 8 <= len(national) <= 12) or found.group()[0] == "+" or (digits[0] == "7" and len(digits) == 9):
            return mask("telefonnummer")
        return found.group()

    text = _IDENTITY.sub(identity, text)
    text = _BIRTH_DATE.sub(birth_date, text)
    text_now = text
    text = _PHONE.sub(phone, text)
    text = _PLATE_CONTEXT.sub(lambda m: m.group().replace(m.group(1), mask("registreringsnummer")), text)
    text = _PLATE.sub(lambda m: mask("registreringsnummer"), text)
    text = _STREET.sub(lambda m: mask("adress"), text)
    text = _FLAT.sub(lambda m: mask("adress"), text)
    text = _TAGGED_NAME.sub(lambda m: mask("användarnamn"), text)
    text = _CALLED_ON.sub(lambda m: m.group().replace(m.group(1), mask("användarnamn")), text)
    text = _CLASS.sub(lambda m: mask("klass", f"åk {m.group(1)} [klass]"), text)
    text = _PROGRAM_CLASS.sub(lambda m: mask("klass"), text)
    return _LONG_NUMBER.sub(lambda m: m.group() if _is_public(m.group(), lists) else mask("nummer"), text)


def _is_public(number: str, lists: _Lists) -> bool:
    if _YEARS.fullmatch(number):
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
    words = list(_WORD.finditer(text))
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
    if lowered in lists.not_a_name:
        return False
    if before in lists.introduces_person and (capital or (listed and bare not in lists.uncertain_names)):
        return True
    if not listed or bare in lists.place_names:
        return False
    if bare not in lists.uncertain_names:
        return True
    return capital and (not opens or _acts_as_person(words, index, lists))


def _acts_as_person(words: list[re.Match[str]], index: int, lists: _Lists) -> bool:
    """Whether a word that opens the sentence is followed by a verb, as a name is: 'Tindra skär sig'."""
    return index + 1 < len(words) and words[index + 1].group().lower() in lists.verbs_after_name


def _follows_heter(
    text: str, words: list[re.Match[str]], index: int, capital: bool, listed: bool, lists: _Lists
) -> bool:
    """Whether the word after 'heter' is a person's name, not 'det', not that of a municipality or an organisation."""
    before = [word.group().lower() for word in words[max(index - 4, 0) : index - 1]]
    if words[index].group().lower() in lists.not_a_name or any(word in lists.nameless for word in before):
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
