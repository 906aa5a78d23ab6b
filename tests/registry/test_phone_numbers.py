"""Phone numbers as people write them."""

from __future__ import annotations

import pytest

from bot.registry.phone_numbers import PhoneNumberError, read_phones, write_phones


@pytest.mark.parametrize(("cell", "expected"), [
    ("031-390 06 10", [("031-390 06 10", "+46313900610", None)]),
    ("031 390 06 10", [("031 390 06 10", "+46313900610", None)]),
    ("0980‑319 200", [("0980-319 200", "+46980319200", None)]),
    ("031- 390 06 10", [("031-390 06 10", "+46313900610", None)]),
    ("+46 31 390 06 10", [("031-390 06 10", "+46313900610", None)]),
    ("0046 31 390 06 10", [("031-390 06 10", "+46313900610", None)]),
    ("070-1740605", [("070-1740605", "+46701740605", None)]),
    ("031-390 06 10 / 031-390 06 11",
     [("031-390 06 10", "+46313900610", None), ("031-390 06 11", "+46313900611", None)]),
    ("031-390 06 10 eller 031-390 06 11",
     [("031-390 06 10", "+46313900610", None), ("031-390 06 11", "+46313900611", None)]),
    ("031-390 06 10\n031-390 06 11 (kväll, helg)",
     [("031-390 06 10", "+46313900610", None), ("031-390 06 11", "+46313900611", "kväll, helg")]),
    ("031-390 06 10, svarsval 1", [("031-390 06 10", "+46313900610", "svarsval 1")]),
    ("031-390 06 10 (val 1)", [("031-390 06 10", "+46313900610", "val 1")]),
    ("112", [("112", "112", None)]),
    ("114 14", [("114 14", "11414", None)]),
    ("116 111", [("116 111", "116111", None)]),
    ("90101", [("90101", "90101", None)]),
    ("1177", [("1177", "1177", None)]),
])
def test_read_phones_reads_what_people_write(cell: str, expected: list[tuple[str, str, str | None]]) -> None:
    phones = read_phones(cell)
    assert [(phone.display, phone.tel, phone.note) for phone in phones] == expected
    assert read_phones(write_phones(phones)) == phones


@pytest.mark.parametrize("cell", [
    "12345", "ring växeln", "313900610", "031-39", "390 06 10", "08-123 45 67 89 01 23", "118 118",
])
def test_read_phones_refuses_what_cannot_be_dialled(cell: str) -> None:
    with pytest.raises(PhoneNumberError):
        read_phones(cell)
