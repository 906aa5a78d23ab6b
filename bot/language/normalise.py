"""Make what a person typed comparable: one alphabet, one spelling of letters, words with their place in the text."""

import re
import unicodedata
from dataclasses import dataclass

# Letters of other alphabets that look like Latin ones; used to slip words past filters, or by a keyboard left in
# the wrong layout.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏкмтвнАЕОРСУХІЈЅКМТВНαεοριυνκτΑΕΟΡΙΥΝΚΤΒΗΜΖΧ",
    "aeopcyxijsdhlkmtbhAEOPCYXIJSKMTBHaeopiuvktAEOPIYNKTBHMZX",
)
_DIGIT_LETTERS = str.maketrans("013457@$", "oieastas")
_NORDIC = str.maketrans("øØæÆ", "öÖäÄ")
_FOLD = str.maketrans("åäáàâãöóòôéèêëüúùûíìîïñç", "aaaaaaooooeeeeuuuuiiiinc")

# Letters, digits and signs of Latin alphabets: nothing invisible, no look-alike, no mark that stands by itself.
_PLAIN = re.compile("[ -~\n\u00a1-\u00ac\u00ae-\u02af]*")
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_LINK = re.compile(r"(?:https?://|www\.)\S{1,2000}")
_MIXED_WORD = re.compile(r"[^\W\d_]+")
_DISGUISED = re.compile(r"(?<![\w@$])[a-zåäö]+(?:[013457@$]{1,2}[a-zåäö]+)+(?![\w@$])")
_SPACED_OUT = re.compile(r"(?<!\w)(?:[a-zåäö](?:[ .\-_*·]|\. )){3,40}[a-zåäö](?!\w)")
_LETTER_GAP = re.compile(r"[ .\-_*·]+")
_STARRED = re.compile(r"(?<=[a-zåäö])[*#](?=[a-zåäö])")
_STRETCHED_VOWEL = re.compile(r"([aeiouyåäö])\1{2,}")
_STRETCHED_CONSONANT = re.compile(r"([b-df-hj-np-tv-xz])\1{2,}")
_DAY_PART = re.compile(r"(?<!\w)i (kväll|kvall|natt|dag|morgon|morrn|morron|morse|går|gar|eftermiddag|helgen)(?!\w)")
# So many of the same letter and nothing else is a key held down; "aaa" may be a yes.
HELD_KEY = 8
_TOKEN = re.compile(r"[^\W_]+|[.!?…\n]+|[,;:()–—/]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written (lower case, å/ä/ö kept), the sentence and the clause it stands in."""

    text: str
    sentence: int
    clause: int


def fold(word: str) -> str:
    """The word without dots, rings and accents: what is left when someone types on a keyboard without å, ä, ö."""
    return word.translate(_FOLD)


def normalise(text: str) -> str:
    """The text in lower case and composed form, without invisible characters, look-alikes and stretched letters."""
    text = unicodedata.normalize("NFKC", text)
    plain = _PLAIN.fullmatch(text)
    if not plain:
        text = "".join(_visible(character) for character in text)
    if not text.isascii():
        text = text.translate(_NORDIC)
    if not plain:
        text = _replace_lookalikes(text)
    text = _APOSTROPHES.sub("", text.lower())
    text = _LINK.sub(" ", text)
    text = _DISGUISED.sub(lambda found: found.group().translate(_DIGIT_LETTERS), text)
    text = _SPACED_OUT.sub(lambda found: _LETTER_GAP.sub("", found.group()), text)
    text = _STARRED.sub("", text)
    text = _STRETCHED_VOWEL.sub(r"\1", text)
    text = _STRETCHED_CONSONANT.sub(r"\1\1", text)
    return _DAY_PART.sub(r"i\1", text)


def _visible(character: str) -> str:
    """The character, a plain space or line break for any other kind of them, nothing for what cannot be seen."""
    kind = unicodedata.category(character)
    if kind in ("Zs", "Zl", "Zp") or character == "\t":
        return " "
    if character in "\r\n":
        return "\n"
    return "" if kind in ("Cf", "Cc", "Cs", "Co", "Cn", "Mn") else character


def _replace_lookalikes(text: str) -> str:
    """Latin letters for look-alikes, but only in words that are otherwise Latin: Ukrainian stays Ukrainian."""

    def latin(found: re.Match[str]) -> str:
        word = found.group()
        if word.isascii():
            return word
        changed = word.translate(_LOOKALIKES)
        if changed == word or not any("a" <= letter.lower() <= "z" for letter in word):
            return word
        return changed

    return _MIXED_WORD.sub(latin, text)


def split_words(normalised: str) -> list[Word]:
    """The words of a normalised text in order; sentences end at . ! ? or a line break, clauses also at , ; : ( )."""
    words: list[Word] = []
    sentence = clause = 0
    for found in _TOKEN.finditer(normalised):
        token = found.group()
        if token[0] in ".!?…\n":
            sentence += 1
            clause += 1
        elif token[0] in ",;:()–—/":
            clause += 1
        else:
            words.append(Word(token, sentence, clause))
    return words


def says_something(text: str) -> bool:
    """Whether there are letters or digits, and more than one long held key."""
    signs = [sign for sign in text.lower() if sign.isalnum()]
    return bool(signs) and (len(signs) < HELD_KEY or len(set(signs)) > 1)
