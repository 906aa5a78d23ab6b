"""A site's own colour, moved towards black or white until text in it can be read (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

ENOUGH = 4.5
STEPS = 20
# The ground with the least contrast that the colour is ever on: a button under the pointer (chat.css, --hover).
GROUND = {"light": "#dbe8ea", "dark": "#27393f"}
TOWARDS = {"light": 0, "dark": 255}


def readable_accent(accent: str) -> dict[str, str]:
    """The nearest readable colour to `accent` (#rrggbb) in each colour scheme, as #rrggbb."""
    return {scheme: _nearest(accent, scheme) for scheme in GROUND}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (#rrggbb), 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _nearest(accent: str, scheme: str) -> str:
    parts, end = bytes.fromhex(accent[1:]), TOWARDS[scheme]
    mixes = (bytes(round(part + (end - part) * step / STEPS) for part in parts) for step in range(STEPS + 1))
    colours = (f"#{mixed.hex()}" for mixed in mixes)
    # Black and white are always enough, so there is one.
    return next(colour for colour in colours if contrast(colour, GROUND[scheme]) >= ENOUGH)


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in bytes.fromhex(colour[1:])]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
