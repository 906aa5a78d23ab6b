"""Masking of names: from the lists, from the frames a name stands in, and as the name reader reads them."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.gazetteer import get_gazetteer
from bot.language.name_reader import NO_NAME_BELOW, SURNAME_FROM, Reading, known_words, read_names
from bot.language.redaction_lists import MaskingLists, opens_sentence, without_english_s
from bot.language.redaction_patterns import AMOUNT, WORD

Mask = Callable[..., str]
# Written like "SoL", which no name is.
_LAW = re.compile(r"[A-ZÅÄÖ][a-zåäö]+[A-ZÅÄÖ]")
_SURNAME_ENDINGS = ("sson", "ström", "berg", "gren", "qvist", "kvist", "lund", "dahl")


def redact_user_names(text: str, mask: Mask) -> tuple[str, dict[int, Reading]]:
    """The text with names that have digits or underscores in them masked, and the other words read, by their begin."""
    readings: dict[int, Reading] = {}
    for reading in reversed(read_names(text)):
        if WORD.fullmatch(text, reading.start, reading.end):
            readings[reading.start] = reading
            continue
        if not reading.is_name or AMOUNT.fullmatch(text, reading.start, reading.end):
            continue
        marker = mask("användarnamn")
        text = text[: reading.start] + marker + text[reading.end :]
        moved = len(marker) - (reading.end - reading.start)
        readings = {start + moved: later for start, later in readings.items()}
    return text, readings


def redact_names(text: str, shouting: bool, lists: MaskingLists, mask: Mask, readings: dict[int, Reading]) -> str:
    """Given names from the list, words in the natural frames of a name or read as one, and surnames after them."""
    words = list(WORD.finditer(text))
    kept = _public_spans(text, words, lists)
    pieces: list[str] = []
    position = 0
    index = 0
    while index < len(words):
        word = words[index]
        reading = readings.get(word.start())
        read = (
            reading is not None and reading.is_name and not _is_time(words, index, lists)
            and not _is_a_thing_called(words, index, lists)
        )
        named = not _LAW.fullmatch(word.group()) and (read or _is_name(text, words, index, shouting, lists))
        unlikely = _is_hardly_a_name(word, reading, lists) or _is_town(words, index, lists)
        if word.start() >= position and named and not unlikely and not _covered(word, kept):
            end = word.end()
            while index + 1 < len(words) and _continues_name(text, words, index + 1, shouting, lists, readings):
                index += 1
                end = words[index].end()
            pieces += [text[position : word.start()], mask("namn")]
            position = end
        index += 1
    return "".join([*pieces, text[position:]])


def _public_spans(text: str, words: list[re.Match[str]], lists: MaskingLists) -> list[tuple[int, int]]:
    """Where names stand that everyone knows: they say what the worry is about and hide nobody."""
    spans = []
    for index, word in enumerate(words):
        for name in lists.public_names.get(word.group().lower().removesuffix("s"), ()):
            those = words[index : index + len(name)]
            if _same_name(those, name) and not (len(name) == 1 and _has_given_name(text, words, index, lists)):
                spans.append((word.start(), those[-1].end()))
    return spans


def _has_given_name(text: str, words: list[re.Match[str]], index: int, lists: MaskingLists) -> bool:
    """Whether a surname that everyone knows stands after a given name, and so is somebody else's."""
    if not index or not _adjacent(text, words[index - 1], words[index]):
        return False
    before = words[index - 1].group()
    return before[0].isupper() and before.lower() in lists.names


def _has_surname(text: str, words: list[re.Match[str]], index: int, lists: MaskingLists) -> bool:
    """Whether a surname, from the list or by its ending, stands after this word with a capital."""
    if index + 1 >= len(words) or not _adjacent(text, words[index], words[index + 1]):
        return False
    after = words[index + 1].group()
    lowered = after.lower()
    by_ending = len(after) > 5 and lowered.endswith(_SURNAME_ENDINGS)
    return after[0].isupper() and (by_ending or (lowered in lists.family_names and lowered not in known_words()))


def _same_name(words: list[re.Match[str]], name: tuple[str, ...]) -> bool:
    """Whether the words are the name, the last of them perhaps with the -s of the genitive."""
    shown = [word.group().lower() for word in words]
    return len(shown) == len(name) and shown[:-1] == list(name[:-1]) and shown[-1] in (name[-1], name[-1] + "s")


def _covered(word: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start <= word.start() and word.end() <= end + 1 for start, end in spans)


def _is_name(text: str, words: list[re.Match[str]], index: int, shouting: bool, lists: MaskingLists) -> bool:
    word = words[index].group()
    if text[words[index].start() - 1 : words[index].start()] == "[":
        return False
    lowered = without_english_s(word.lower())
    if not shouting and word.isupper() and 1 < len(word) < 5:
        return False
    bare = lowered if lowered in lists.names else lowered.removesuffix("s")
    capital = word[0].isupper() and not shouting
    opens = opens_sentence(text, words[index].start())
    before = words[index - 1].group().lower() if index and _adjacent(text, words[index - 1], words[index]) else ""
    listed = bare in lists.names or (capital and bare.split("-")[0] in lists.names)
    if before in lists.introduces_name:
        return _follows_heter(text, words, index, capital, listed, lists)
    if capital and bare in lists.names and _has_surname(text, words, index, lists):
        return True
    if before in lists.titles and bare not in known_words() and bare not in lists.not_a_name:
        return True
    if capital and not opens and bare in lists.names and before in lists.introduces_person:
        # "Kusin Said" is somebody, whatever else the word may mean.
        return True
    if lowered in lists.not_a_name or _is_time(words, index, lists):
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


def _acts_as_person(words: list[re.Match[str]], index: int, lists: MaskingLists) -> bool:
    """Whether a word that opens the sentence is followed by a verb, as a name is: 'Tindra skär sig'."""
    return index + 1 < len(words) and words[index + 1].group().lower() in lists.verbs_after_name


def _is_time(words: list[re.Match[str]], index: int, lists: MaskingLists) -> bool:
    """Whether a name that is also a month or a holiday is said of a time: "Maj månad", "till Juni", "på Valborg"."""
    after = words[index + 1].group().lower() if index + 1 < len(words) else ""
    before = words[index - 1].group().lower() if index else ""
    is_one = words[index].group().lower() in lists.months_and_holidays
    return after in ("månad", "manad") or (is_one and before in lists.says_when)


def _is_hardly_a_name(word: re.Match[str], reading: Reading | None, lists: MaskingLists) -> bool:
    """Whether a word is a name by the lists, and hardly one where it stands."""
    lowered = without_english_s(word.group().lower())
    listed = lowered in lists.names or lowered.removesuffix("s") in lists.names
    return listed and reading is not None and reading.probability < NO_NAME_BELOW


def _is_a_thing_called(words: list[re.Match[str]], index: int, lists: MaskingLists) -> bool:
    """Whether this is what "något som heter …" is called, and no name from the lists."""
    if not index or words[index - 1].group().lower() not in lists.introduces_name:
        return False
    nameless = any(word in lists.nameless for word in _before_heter(words, index))
    return nameless and words[index].group().lower() not in lists.names


def _before_heter(words: list[re.Match[str]], index: int) -> list[str]:
    """The words before the one that introduces what is called something: "något som" in "något som heter …"."""
    return [word.group().lower() for word in words[max(index - 4, 0) : index - 1]]


def _is_town(words: list[re.Match[str]], index: int, lists: MaskingLists) -> bool:
    """Whether this is the name of a municipality and of nobody; "läraren Falkenberg" is somebody."""
    lowered = words[index].group().lower()
    before = words[index - 1].group().lower() if index else ""
    introduced = before in lists.introduces_person or before in lists.introduces_name or before in lists.titles
    if introduced or lowered in lists.names or lowered in lists.family_names:
        return False
    meanings = get_gazetteer().look_up(lowered)
    return bool(meanings) and meanings[0].is_municipality


def _is_explained(text: str, words: list[re.Match[str]], index: int, lists: MaskingLists) -> bool:
    """Whether a word that opens the sentence is explained, as a name is: 'Stig, min bror'."""
    if index + 1 >= len(words):
        return False
    following = words[index + 1]
    between = text[words[index].end() : following.start()]
    return between.startswith(",") and following.group().lower() in lists.explains_name


def _stands_beside_a_name(words: list[re.Match[str]], index: int, lists: MaskingLists) -> bool:
    """Whether a word that opens the sentence goes with a name: 'Siri och Elsa'."""
    after = [word.group() for word in words[index + 1 : index + 3]]
    return len(after) == 2 and after[0] == "och" and after[1][0].isupper() and after[1].lower() in lists.names


def _is_beside_people(text: str, words: list[re.Match[str]], index: int, lists: MaskingLists) -> bool:
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
    text: str, words: list[re.Match[str]], index: int, capital: bool, listed: bool, lists: MaskingLists
) -> bool:
    """Whether the word after 'heter' is a person's name, not 'det', not that of a municipality or an organisation."""
    before = _before_heter(words, index)
    lowered = words[index].group().lower()
    if lowered in lists.not_a_name:
        return False
    if capital and listed and lowered not in lists.place_names:
        return True
    if any(word in lists.nameless for word in before):
        return False
    called = words[index - 1].group().lower() in ("kallas", "kallad")
    return capital or listed or (not called and bool(lists.someone.intersection(before)))


def _continues_name(
    text: str, words: list[re.Match[str]], index: int, shouting: bool, lists: MaskingLists, readings: dict[int, Reading]
) -> bool:
    """Whether this word is the surname (or second given name) of the name before it."""
    if not _adjacent(text, words[index - 1], words[index]):
        return False
    word = words[index].group()
    lowered = word.lower()
    if lowered in lists.not_a_name:
        return False
    if word[0].isupper() and not shouting:
        return True
    reading = readings.get(words[index].start())
    rare = reading is not None and reading.probability >= SURNAME_FROM and lowered not in known_words()
    return rare or (len(lowered) > 5 and lowered.endswith(_SURNAME_ENDINGS))


def _adjacent(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    return text[first.end() : second.start()] in (" ", "  ", ' "', " ”", ": ", " :")
