"""Opening hours as municipalities write them."""

from __future__ import annotations

import pytest

from bot.registry.osm_hours import OpeningHoursError
from bot.registry.swedish_hours import read_hours


@pytest.mark.parametrize(("written", "expected"), [
    ("mån–tors 8–16:30, lunch 12–13", "Mo-Th 08:00-12:00,13:00-16:30; PH off"),
    ("måndag-fredag kl 08.00 till 16.30", "Mo-Fr 08:00-16:30; PH off"),
    ("Vardagar 8-17", "Mo-Fr 08:00-17:00; PH off"),
    ("helgfria vardagar 8.30-16", "Mo-Fr 08:30-16:00; PH off"),
    ("vardagar 9-12; 13-15", "Mo-Fr 09:00-12:00,13:00-15:00; PH off"),
    ("mån, tis, tor, fre 10.00-11.30 och 13.00-15.00; ons 10.00-11.30",
     "Mo,Tu,Th,Fr 10:00-11:30,13:00-15:00; We 10:00-11:30; PH off"),
    ("mån-tor 8-16.30; fre 8-15; dag före röd dag 8-12",
     "Mo-Th 08:00-16:30; Fr 08:00-15:00; PH -1 day 08:00-12:00; Sa-Su off; PH off"),
    ("sön-tor 16.30-00.00; fre-lör 16.00-01.30", "Su-Th 16:30-24:00; Fr-Sa 16:00-25:30"),
    ("alla dagar 9-19; röda dagar stängt", "Mo-Su 09:00-19:00; PH off"),
    ("helger 10-14", "Sa-Su 10:00-14:00"),
    ("måndagar och onsdagar 9-12", "Mo,We 09:00-12:00; PH off"),
    ("telefontid 09.00-12.00", "Mo-Fr 09:00-12:00; PH off"),
    ("Dygnet runt", "24/7"),
    ("mån-fre 8-16, lunchstängt 12-13\nlör 10-12", "Mo-Fr 08:00-12:00,13:00-16:00; Sa 10:00-12:00"),
    ("Mo-Fr 09:00-12:00; PH off", "Mo-Fr 09:00-12:00; PH off"),
])
def test_read_hours_understands_what_people_write(written: str, expected: str) -> None:
    assert read_hours(written) == expected


@pytest.mark.parametrize("written", [
    "kvällar och helger", "utanför kontorstid", "stängt klämdag", "fre -15", "25-26", "8-16 ungefär", "mån-fre", "",
    "vid behov", "Mo-Fr 8 till 5",
])
def test_read_hours_refuses_what_it_cannot_be_sure_of(written: str) -> None:
    with pytest.raises(OpeningHoursError):
        read_hours(written)
