"""Opening hours as municipalities write them."""

from __future__ import annotations

import pytest

from bot.registry.osm_hours import OpeningHoursError
from bot.registry.swedish_hours import read_hours
from bot.registry.week import say_week


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
    ("helger 10-14", "Sa-Su,PH 10:00-14:00"),
    ("Måndag–torsdag 8.00–16.30, fredag 8.00–15.00", "Mo-Th 08:00-16:30; Fr 08:00-15:00; PH off"),
    ("mån-tors: 8-16.30, fre: 8-15", "Mo-Th 08:00-16:30; Fr 08:00-15:00; PH off"),
    ("mån-tor 8-16.30 fre 8-15", "Mo-Th 08:00-16:30; Fr 08:00-15:00; PH off"),
    ("mån-tors 8-16:30, fre 8-15, lunch 12-13, dag före röd dag 8-12",
     "Mo-Th 08:00-12:00,13:00-16:30; Fr 08:00-12:00,13:00-15:00; PH -1 day 08:00-12:00; Sa-Su off; PH off"),
    ("Öppet mån-fre 8-16, stängt helgdagar", "Mo-Fr 08:00-16:00; PH off"),
    # Closed at weekends says nothing of holidays: they are closed all the same.
    ("måndag-fredag 8-16, lördag-söndag stängt", "Mo-Fr 08:00-16:00; Sa-Su off; PH off"),
    ("mån–fre 16.30–08.00, helg dygnet runt", "Mo-Fr 16:30-32:00; Sa-Su,PH 00:00-32:00"),
    ("må-to 8-16", "Mo-Th 08:00-16:00; PH off"),
    ("vard. 9-12", "Mo-Fr 09:00-12:00; PH off"),
    ("helgfri mån-fre 8-16", "Mo-Fr 08:00-16:00; PH off"),
    ("mån-fre 8-16 ej lunch 12-13", "Mo-Fr 08:00-12:00,13:00-16:00; PH off"),
    ("alla dagar dygnet runt", "24/7"), ("hela dygnet", "24/7"),
    ("måndagar och onsdagar 9-12", "Mo,We 09:00-12:00; PH off"),
    ("telefontid 09.00-12.00", "Mo-Fr 09:00-12:00; PH off"),
    ("Dygnet runt", "24/7"),
    ("mån-fre 8-16, lunchstängt 12-13\nlör 10-12", "Mo-Fr 08:00-12:00,13:00-16:00; Sa 10:00-12:00; PH off"),
    ("Mo-Fr 09:00-12:00; PH off", "Mo-Fr 09:00-12:00; PH off"),
])
def test_read_hours_understands_what_people_write(written: str, expected: str) -> None:
    assert read_hours(written) == expected


@pytest.mark.parametrize("written", [
    "kvällar och helger", "utanför kontorstid", "stängt klämdag", "fre -15", "25-26", "8-16 ungefär", "mån-fre", "",
    "vid behov", "Mo-Fr 8 till 5", "m-f 8-16", "kontorstid", "mån-fre 8-16.30 (fre till 15)",
    "vardagar 8-16; helgafton 8-12", "vardagar 8-16 (sommartid 8-15)", "1/6-31/8: mån-fre 8-15",
    "8-16 vardagar, 10-14 helger",
])
def test_read_hours_refuses_what_it_cannot_be_sure_of(written: str) -> None:
    with pytest.raises(OpeningHoursError):
        read_hours(written)


@pytest.mark.parametrize(("written", "said"), [
    ("mån–tors 8–16:30, fre 8-15, lunch 12–13",
     "mån–tors 08.00–12.00 och 13.00–16.30, fre 08.00–12.00 och 13.00–15.00, lör–sön stängt, röda dagar stängt"),
    ("sön-tor 16.30-00.00; fre-lör 16.00-01.30",
     "mån–tors 16.30–00.00, fre–lör 16.00–01.30, sön 16.30–00.00, röda dagar 16.30–00.00"),
    ("mån–fre 16.30–08.00, helg dygnet runt",
     "mån–tors 16.30–08.00, fre 16.30–00.00, lör hela dygnet, sön hela dygnet och till 08.00 dagen efter, "
     "röda dagar hela dygnet och till 08.00 dagen efter"),
    ("dygnet runt", "mån–sön hela dygnet, röda dagar hela dygnet"),
])
def test_say_week_tells_how_hours_were_read(written: str, said: str) -> None:
    assert say_week(read_hours(written)).startswith(said)
