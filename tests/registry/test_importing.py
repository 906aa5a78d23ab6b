"""Contact files as people make them: read, compared, written whole or not at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from bot.registry import Registry
from bot.registry.errors import FileRefusedError
from bot.registry.exporting import read_contacts, template_rows, to_csv, to_rows, write_file
from bot.registry.importing import Plan, import_file, plan_import
from bot.registry.models import Change
from bot.registry.records import ContactRecord

HEAD = "kommun;funktion;lokalt namn;telefon;öppettider;kontrollerad;kontrollerad av"
GOOD = "Borås;SSPF-koordinator;SSPF-samordnaren;031-390 06 20;mån–tors 8–16:30, lunch 12–13;2026-11-01;samordnare"


def read(registry: Registry) -> dict[str, ContactRecord]:
    return {record.id: record for record in read_contacts(registry.database)}


def write(folder: Path, text: str, encoding: str = "utf-8", name: str = "kontakter.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(folder: Path, rows: list[list[object]], merge: str | None = None) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    path = folder / "kontakter.xlsx"
    book.save(path)
    return path


@pytest.fixture
def unchanged(shared: Registry) -> Iterator[Registry]:
    """A registry that must be the same afterwards, log included."""
    def everything() -> tuple[object, object]:
        with shared.database.reading() as session:
            return shared.read_all(), session.scalar(select(func.count()).select_from(Change))

    before = everything()
    yield shared
    assert everything() == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_import_reads_encodings_and_delimiters(
    registry: Registry, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    row = '"Borås";"SSP-kontakt";"Länken";"031-390 06 20";"mån–tors 8–16:30, lunch 12–13";"2026-11-01";"samordnare"'
    plan = import_file(registry.database, write(tmp_path, f"{HEAD}\r\n{row}\r\n".replace(";", delimiter), encoding))
    assert plan.problems == ()
    made = read(registry)["1490-ssp-lanken"]
    assert made.opening_hours == "Mo-Th 08:00-12:00,13:00-16:30; PH off"
    assert made.phones[0].tel == "+46313900620"
    assert made.confirmed
    assert registry.find_contacts("1490")[0].id in ("1490-ssp-lanken", "police_11414", "hjalplinjen")


def test_import_takes_effect_at_once_and_only_once(registry: Registry, tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEAD}\n{GOOD}\n")
    assert "1490-ssp-sspf-samordnaren" not in [card.id for card in registry.find_contacts("1490")]
    assert len(import_file(registry.database, path).added) == 1
    assert "1490-ssp-sspf-samordnaren" in [card.id for card in registry.find_contacts("1490")]
    again = import_file(registry.database, path)
    assert again.is_empty
    assert again.unchanged == 1


def test_import_changes_only_the_columns_of_the_file(registry: Registry, tmp_path: Path) -> None:
    before = read(registry)["9999-ssp"]
    path = write(tmp_path, "id;kommun;funktion;telefon\n9999-ssp;9999;ssp;031-390 06 49\n")
    plan = import_file(registry.database, path)
    assert [field for change in plan.changed for field, _, _ in change.fields] == ["phones"]
    after = read(registry)["9999-ssp"]
    assert after.phones[0].tel == "+46313900649"
    assert (after.email, after.opening_hours, after.next_step) == (before.email, before.opening_hours, before.next_step)


def test_import_writes_who_changed_what_to_the_log(registry: Registry, tmp_path: Path) -> None:
    path = write(tmp_path, "id;kommun;funktion;telefon\n9999-ssp;9999;ssp;031-390 06 49\n")
    import_file(registry.database, path, actor="samordnare")
    with registry.database.reading() as session:
        query = select(Change).where(Change.entity_id == "9999-ssp").order_by(Change.id.desc())
        change = session.scalars(query).first()
        assert change is not None
        assert (change.actor, change.field, change.new) == ("samordnare", "phones", "031-390 06 49")
        assert "031-390 06 10" in (change.old or "")


def test_plan_says_what_would_change_and_changes_nothing(unchanged: Registry, tmp_path: Path) -> None:
    text = f"{HEAD}\n{GOOD}\n"
    plan = plan_import(unchanged.database, write(tmp_path, text))
    assert len(plan.added) == 1
    assert any("1490-ssp-sspf-samordnaren" in line for line in plan.lines())


def test_import_reads_excel_as_people_make_it(registry: Registry, tmp_path: Path) -> None:
    import datetime

    path = workbook(tmp_path, [
        ["Kontakter SSP 2026"], [],
        ["Kommun", "Funktion *", "Lokalt namn", "Telefon 1", "Telefon 2", "Kontrollerad", "Kontrollerad av:", "Ålder"],
        [1490, "SSPF", "Norr", "031-390 06 21", "070-1740606", datetime.date(2026, 11, 1), "samordnare", "12-18"],
        [1490, "SSPF", "Söder", None, None, datetime.datetime(2026, 11, 1), "samordnare", "under 18"],
        [None, None, None, None, None, None, None, None],
    ], merge="D4:D5")
    plan = import_file(registry.database, path)
    assert plan.problems == ()
    made = read(registry)
    assert [phone.tel for phone in made["1490-ssp-norr"].phones] == ["+46313900621", "+46701740606"]
    assert [phone.tel for phone in made["1490-ssp-soder"].phones] == ["+46313900621"]
    assert (made["1490-ssp-norr"].age_min, made["1490-ssp-soder"].age_max) == (12, 17)


def test_import_takes_shared_contacts_districts_routes_and_validity(registry: Registry, tmp_path: Path) -> None:
    text = (
        "kommuner;stadsdelar;funktion;telefon;väg;be om;gäller från;gäller till;åldrar;roller;oro\n"
        "Borås, Mark;;socialjour;;112;socialjouren;2026-12-20;2027-01-02;;;\n"
        "1480;Angered;ssp;031-390 06 22;;;;;från 13;förälder, skola;droger\n"
    )
    assert import_file(registry.database, write(tmp_path, text)).problems == ()
    duty = read(registry)["1463-social-emergency"]
    assert duty.municipalities == ("1463", "1490")
    assert (duty.route, duty.phones[0].tel) == ("112", "112")
    assert str(duty.valid_to) == "2027-01-02"
    ssp = read(registry)["1480-ssp-nordost"]
    assert ssp.districts == ("1480-nordost",)
    assert (ssp.roles, ssp.concerns, ssp.age_min) == (("parent", "teacher"), ("drugs",), 13)


@pytest.mark.parametrize(("row", "column"), [
    ("Bortås;ssp;;031-390 06 20;;;", "kommuner"),
    (";ssp;;031-390 06 20;;;", "kommuner"),
    ("Borås;trollkarl;;031-390 06 20;;;", "funktion"),
    ("Borås;ssp;;390 06 20;;;", "telefon"),
    ("Borås;ssp;;;;;", "telefon"),
    ("Borås;ssp;;031-390 06 20;när vi hinner;2026-11-01;samordnare", "öppettider"),
    ("Borås;ssp;;031-390 06 20;;2026-13-01;samordnare", "kontrollerad"),
    ("Borås;ssp;;031-390 06 20;;2026-11-01;", "kontrollerad av"),
    ("Borås;ssp;=HYPERLINK(\"http://x\");031-390 06 20;;;", "lokalt namn"),
    ("Borås;ssp;@SUM(1);031-390 06 20;;;", "lokalt namn"),
    ("Borås;ssp;+cmd|' /C calc'!A0;031-390 06 20;;;", "lokalt namn"),
    ("Borås;ssp;-2+3;031-390 06 20;;;", "lokalt namn"),
    ("Borås;ssp;a\x07b;031-390 06 20;;;", "lokalt namn"),
    (f"Borås;ssp;{'x' * 3000};031-390 06 20;;;", "lokalt namn"),
    ("Borås;Stödlinje;;031-390 06 20;;;", "funktion"),
    ("Borås;ssp;;031-390 06 20 (Kalle);;;", "telefon"),
    ("Borås;ssp;;031-390 06 20;;2026-11-01;Eva Andersson", "kontrollerad av"),
    ("Borås;ssp;;031-390 06 20;;2099-11-01;samordnare", "kontrollerad"),
    ("Listan gås igenom varje höst;;;;;;", "kommuner"),
])
def test_a_bad_cell_is_refused_by_row_and_column(unchanged: Registry, tmp_path: Path, row: str, column: str) -> None:
    plan = import_file(unchanged.database, write(tmp_path, f"{HEAD}\n{GOOD}\n{row}\n"))
    assert (3, column) in [(problem.row, problem.column) for problem in plan.problems]
    assert all(len(problem.message) > 15 for problem in plan.problems)


@pytest.mark.parametrize(("column", "cell"), [
    ("e-post", "anna.svensson@boras.se"), ("e-post", "inte en adress"), ("webb", "boras.se"), ("åldrar", "18-12"),
    ("åldrar", "alla"), ("väg", "taxi"), ("roller", "tomte"), ("oro", "snö"), ("visas", "kanske"),
    ("gäller från", "snart"), ("stadsdelar", "Atlantis"),
])
def test_a_bad_cell_in_other_columns_is_refused(unchanged: Registry, tmp_path: Path, column: str, cell: str) -> None:
    path = write(tmp_path, f"kommun;funktion;telefon;{column}\nBorås;ssp;031-390 06 20;{cell}\n")
    assert column in [problem.column for problem in import_file(unchanged.database, path).problems]


@pytest.mark.parametrize(("cells", "hint"), [
    ("Borrås;ssp;031-390 06 20", "Borås"), ("Borås;ssp;33357000", "033-35 70 00"), ("Borås;ssp;se webben", "tom"),
])
def test_a_bad_cell_is_met_with_what_was_likely_meant(
    unchanged: Registry, tmp_path: Path, cells: str, hint: str
) -> None:
    (problem,) = import_file(unchanged.database, write(tmp_path, f"kommun;funktion;telefon\n{cells}\n")).problems
    assert hint in problem.message


def test_headings_and_cells_as_a_municipality_writes_them(registry: Registry, tmp_path: Path) -> None:
    path = write(tmp_path, (
        "Kommun;Typ av kontakt;Benämning;Telefonnummer;Telefontider;E-postadress;Hemsida;Senast uppdaterad;"
        "Uppdaterad av\n"
        "Borås Stad;SSPF-samordnare;SSPF;033-35 70 00 el. 033-35 70 01;Måndag–torsdag 8.00–16.30, fredag 8.00–15.00 "
        "(lunch 12–13);SSPF@boras.se;www.boras.se/sspf;20/11 2026;samordnare\n"
    ), "cp1252")
    assert import_file(registry.database, path).problems == ()
    made = read(registry)["1490-ssp-sspf"]
    assert [phone.tel for phone in made.phones] == ["+4633357000", "+4633357001"]
    assert made.opening_hours == "Mo-Th 08:00-12:00,13:00-16:30; Fr 08:00-12:00,13:00-15:00; PH off"
    assert (made.email, made.url) == ("sspf@boras.se", "https://www.boras.se/sspf")
    assert str(made.verified_on) == "2026-11-20"


def test_every_unknown_heading_is_named_at_once(unchanged: Registry, tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match=r"telefån.*mejll"):
        plan_import(unchanged.database, write(tmp_path, "kommun;funktion;telefån;mejll\nBorås;ssp;;\n"))


def test_the_difference_is_told_in_the_words_of_the_file(unchanged: Registry, tmp_path: Path) -> None:
    path = write(tmp_path, "id;kommun;funktion;öppettider\n9999-ssp;9999;ssp;mån-fre 9-15\n")
    lines = "\n".join(plan_import(unchanged.database, path).lines())
    assert "öppettider: mån-tors 8-16.30; fre 8-15; lunch 12-13 → mån-fre 9-15" in lines
    assert "mån–fre 09.00–15.00, lör–sön stängt, röda dagar stängt" in lines
    assert "opening_hours" not in lines


def test_one_bad_row_in_5000_refuses_all(unchanged: Registry, tmp_path: Path) -> None:
    rows = [f"Borås;ssp;Nummer {n};031-390 06 20;;;" for n in range(5000)]
    rows[3210] = "Borås;ssp;Nummer;ring oss;;;"
    plan = import_file(unchanged.database, write(tmp_path, "\n".join([HEAD, *rows])))
    assert [(problem.row, problem.column) for problem in plan.problems] == [(3212, "telefon")]


def test_the_same_contact_twice_is_refused(unchanged: Registry, tmp_path: Path) -> None:
    plan = import_file(unchanged.database, write(tmp_path, f"{HEAD}\n{GOOD}\n{GOOD}\n"))
    assert [problem.row for problem in plan.problems] == [3]


def test_a_national_line_cannot_be_changed_by_a_file(unchanged: Registry, tmp_path: Path) -> None:
    path = write(tmp_path, "id;kommun;funktion;telefon\nsos_112;Borås;ssp;031-390 06 20\n")
    plan = import_file(unchanged.database, path)
    assert [problem.column for problem in plan.problems] == ["id"]


def zip_bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)
    return target.getvalue()


def entity_bomb() -> bytes:
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.save(target)
    source = zipfile.ZipFile(io.BytesIO(target.getvalue()))
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for part in source.namelist():
            data = source.read(part)
            if part.endswith("sheet1.xml"):
                data = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + data
            archive.writestr(part, data)
    return changed.getvalue()


def far_away_cell() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["kommun", "funktion"])
    book.active["XFD1048576"] = "hej"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("data", [
    b"", b"\n\n\n", b"kommun;funktion\n", b"vad som helst\nutan rubriker", b"\x00\x01\x02\x03" * 50,
    "kommun;funktion;telefonn;xyz\nBorås;ssp;031;1\n".encode(),
    "kommun;telefon\nBorås;031-390 06 20\n".encode(),
    "kommun;funktion;e-post;e-post\nBorås;ssp;a@b.se;c@d.se\n".encode(),
    "kommun;funktion\nBorås;ssp;extra\n".encode(),
    'kommun;funktion\n"Borås;ssp\n'.encode(),
    "kommun;funktion\nBorÃ¥s;ssp\n".encode(),
    "kommun;funktion;anmärkning\nBorås;ssp;hej\n".encode("mac-roman"),
    "kommun;funktion;anmärkning\nBorås;ssp;hej\n".encode("cp850"),
    b"%PDF-1.7\n", b"PK\x03\x04 not really a zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100,
    zip_bomb, entity_bomb, far_away_cell,
    b"kommun;funktion\n" + b"1490;ssp\n" * 30_000,
], ids=lambda data: data.__name__ if callable(data) else repr(data[:18]))
def test_an_unusable_file_is_refused_with_one_sentence(
    unchanged: Registry, tmp_path: Path, data: bytes | Callable[[], bytes]
) -> None:
    path = tmp_path / "fil.csv"
    path.write_bytes(data() if callable(data) else data)
    with pytest.raises(FileRefusedError) as caught:
        import_file(unchanged.database, path)
    assert len(str(caught.value)) > 20


def test_a_huge_file_is_refused_without_being_read(unchanged: Registry, tmp_path: Path) -> None:
    path = tmp_path / "stor.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(FileRefusedError, match="200 MB"):
        import_file(unchanged.database, path)


def test_a_missing_file_is_refused(unchanged: Registry, tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError):
        plan_import(unchanged.database, tmp_path / "finns-inte.csv")


def test_a_renamed_column_names_the_likely_one(unchanged: Registry, tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="telefon"):
        plan_import(unchanged.database, write(tmp_path, "kommun;funktion;telefån\nBorås;ssp;031-390 06 20\n"))


@pytest.mark.parametrize("name", ["ut.csv", "ut.xlsx"])
def test_export_imports_to_the_same_and_exports_identically(registry: Registry, tmp_path: Path, name: str) -> None:
    rows = to_rows(read_contacts(registry.database))
    path = tmp_path / name
    path.write_bytes(write_file(rows, name))
    plan = import_file(registry.database, path)
    assert plan.problems == ()
    assert plan.is_empty
    assert to_rows(read_contacts(registry.database)) == rows


def test_export_imports_into_an_empty_registry(registry: Registry, tmp_path: Path) -> None:
    from sqlalchemy import delete

    from bot.registry.models import Service

    rows = to_rows(read_contacts(registry.database))
    path = tmp_path / "ut.csv"
    path.write_bytes(to_csv(rows))
    with registry.database.writing() as session:
        session.execute(delete(Service).where(Service.scope == "local"))
    plan: Plan = import_file(registry.database, path)
    assert plan.problems == ()
    assert to_rows(read_contacts(registry.database)) == rows


@pytest.mark.parametrize("name", ["mall.csv", "mall.xlsx"])
def test_the_template_imports_as_it_is(registry: Registry, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(write_file(template_rows(), name))
    plan = import_file(registry.database, path)
    assert plan.problems == ()
    assert len(plan.added) == 1


def test_no_exported_cell_can_be_a_formula(registry: Registry) -> None:
    for row in to_rows(read_contacts(registry.database)):
        assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@")]
