"""Opening hours as Swedish municipalities write them, turned into the OSM opening_hours format."""

from __future__ import annotations

import re

from bot.registry.osm_hours import OpeningHoursError, parse_hours

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY_WORDS = {"må": 0, "ma": 0, "ti": 1, "on": 2, "to": 3, "fr": 4, "lö": 5, "lo": 5, "sö": 6, "so": 6}
DAY = r"\b(?:(?:mån|man|tis|ons|tors?|fre|lör|lor|sön|son)(?:dag(?:ar)?)?|må|ti|on|to|fr|lö|sö)\b\.?"
GROUPS = (
    (r"dag(?:en)? före (?:röd dag|röda dagar|helgdag|helg)", "PH -1 day"),
    (r"röda? dag(?:ar)?|helgdag(?:ar)?", "PH"),
    (r"vard(?:ag(?:ar)?)?", "Mo-Fr"),
    (r"alla dagar|varje dag|dagligen", "Mo-Su"),
    # Helg is the weekend and the holidays alike.
    (r"helg(?:er)?", "Sa-Su,PH"),
)
ANY_GROUP = "|".join([DAY, *(rf"\b(?:{pattern})\b" for pattern, _ in GROUPS)])
# A new group of days that has its own times begins a new rule, whatever stands before it.
NEW_RULE = re.compile(rf"(?<=[\d)])[,.]?\s+(?:och\s+|samt\s+)?(?=stängt\b|(?:{ANY_GROUP})[^;\n]*?(?:\d|stängt))")
WITHOUT_HOLIDAYS = re.compile(r"\b(?:helgfri(?:a)?|ej (?:helgdagar|röda dagar))\b[,:]?\s*")
ALWAYS = re.compile(r"(?:alla dagar |öppet |jour )*(?:dygnet runt|hela dygnet|alltid)(?: alla dagar)?")
AROUND_THE_CLOCK = re.compile(r"(?:öppet )?(?:dygnet runt|hela dygnet)")
TIME = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|till)\s*(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?")
OSM = re.compile(r"\b(?:Mo|Tu|We|Th|Sa|Su|PH|24/7)\b")
# A span that ends the day after.
OVERNIGHT = re.compile(r"-((?:2[5-9]|3\d|4[0-8]):\d\d)")
LUNCH = re.compile(r",?\s*\(?(?:ej )?lunch(?:stängt|stängning)?:?\s*(?:stängt\s*)?" + TIME.pattern + r"\)?")


def read_hours(text: str) -> str:
    """The OSM expression for what is written, which may be OSM already. Raises OpeningHoursError with the odd part."""
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", text).strip()
    if OSM.search(plain):
        parse_hours(plain)
        return plain
    lowered = re.sub(r"[^\S\n]+", " ", plain.lower())
    if ALWAYS.fullmatch(lowered):
        return "24/7"
    lunch, lowered = _take_lunch(AROUND_THE_CLOCK.sub("0-24", WITHOUT_HOLIDAYS.sub("", lowered)))
    lowered = NEW_RULE.sub("; ", lowered)
    rules = [_read_rule(part.strip(" .,"), lunch) for part in re.split(r"[;\n]", lowered) if part.strip(" .,")]
    if not rules:
        raise OpeningHoursError(text)
    expression = _join_rules(rules)
    parse_hours(expression)
    return expression


def _take_lunch(text: str) -> tuple[tuple[int, int] | None, str]:
    found = LUNCH.search(text)
    if not found:
        return None, text
    return _minutes(found.groups(), text), (text[: found.start()] + text[found.end():]).strip(" ;,")


def _read_rule(rule: str, lunch: tuple[int, int] | None) -> tuple[str, str]:
    """(selector, times) of one rule; times are "off" for closed."""
    selector, rest = _take_days(re.sub(r"^(?:telefontid(?:er)?|öppet|öppettider?)\s*:?\s*", "", rule))
    if re.fullmatch(r"stängt", rest):
        return selector, "off"
    spans = [_minutes(match.groups(), rule) for match in TIME.finditer(rest)]
    left = re.sub(r"[\s,]|\boch\b|\bsamt\b", "", TIME.sub("", rest))
    if left or not spans:
        raise OpeningHoursError(rule)
    if lunch:
        spans = [piece for span in spans for piece in _without(span, lunch)]
    return selector, ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def _take_days(rule: str) -> tuple[str, str]:
    for pattern, selector in GROUPS:
        found = re.match(rf"(?:{pattern})\b[.:\s]*", rule) or re.search(rf"\s*\b(?:{pattern})$", rule)
        if found:
            return selector, (rule[: found.start()] + rule[found.end():]).strip()
    closed = re.fullmatch(rf"stängt\s+({DAY}(?:\s*-\s*{DAY})?)", rule)
    rule = f"{closed.group(1)} stängt" if closed else rule
    found = re.match(rf"(?:{DAY}(?:\s*-\s*{DAY})?(?:\s*,\s*|\s+och\s+|\s+samt\s+)?)+[:\s]*", rule)
    if not found:
        # Times without days are office hours on weekdays.
        return "Mo-Fr", rule
    days = []
    for part in re.split(r",|\boch\b|\bsamt\b", found.group(0).strip(" :,")):
        names = re.findall(DAY, part)
        if names:
            days.append("-".join(DAYS[_day_number(name)] for name in names))
    return ",".join(days), rule[found.end():].strip()


def _day_number(word: str) -> int:
    return DAY_WORDS[word[:2]]


def _minutes(groups: tuple[str | None, ...], text: str) -> tuple[int, int]:
    hour, minute, end_hour, end_minute = groups
    start = int(hour or 0) * 60 + int(minute or 0)
    end = int(end_hour or 0) * 60 + int(end_minute or 0)
    if start >= 24 * 60 or end > 24 * 60 or int(minute or 0) > 59 or int(end_minute or 0) > 59 or start == end:
        raise OpeningHoursError(text)
    return start, end if end > start else end + 24 * 60


def _without(span: tuple[int, int], gap: tuple[int, int]) -> list[tuple[int, int]]:
    start, end = span
    if gap[1] <= start or gap[0] >= end:
        return [span]
    return [piece for piece in ((start, gap[0]), (gap[1], end)) if piece[0] < piece[1]]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _join_rules(rules: list[tuple[str, str]]) -> str:
    """Rules in the order that makes the special days win: ordinary days, days before holidays, weekends, holidays."""
    merged: dict[str, list[str]] = {}
    for selector, times in rules:
        merged.setdefault(selector, []).append(times)
    # A later OSM rule replaces an earlier one for the same days, so their times go into one rule.
    rules = _to_the_next_morning([(selector, ",".join(times)) for selector, times in merged.items()])
    before = [rule for rule in rules if rule[0] == "PH -1 day"]
    holidays = [rule for rule in rules if rule[0] == "PH"]
    ordinary = [rule for rule in rules if rule not in before and rule not in holidays]
    open_days = [selector for selector, times in ordinary if times != "off"]
    if before and not any(re.search("Sa|Su", selector) for selector, _ in ordinary):
        before = [*before, ("Sa-Su", "off")]
    # Who is open on Sundays is open on holidays; an office with hours on Saturdays is not.
    if not holidays and ordinary and not any("Su" in selector for selector in open_days):
        holidays = [("PH", "off")]
    return "; ".join(f"{selector} {times}" for selector, times in [*ordinary, *before, *holidays])


def _to_the_next_morning(rules: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Who takes over every weekday afternoon until the morning, and has all of a weekend, has Monday's morning too.

    "mån-fre 16.30-08, helg dygnet runt" leaves nobody without an answer before eight on a Monday.
    """
    nights = [match[1] for selector, times in rules if "Su" not in selector for match in OVERNIGHT.finditer(times)]
    if not nights:
        return rules
    return [
        (selector, f"00:00-{max(nights)}" if times == "00:00-24:00" and "Su" in selector else times)
        for selector, times in rules
    ]
