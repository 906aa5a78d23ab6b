"""What points out a person is masked by kind; what is needed stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.redaction import Redacted, redact
from tests.language.spending import least_seconds


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        ("20080317-4561", "personnummer", "4561"),
        ("080317 4561", "personnummer", "080317"),
        ("nr 0803174561", "personnummer", "0803174561"),
        ("080317-XXXX", "personnummer", "080317"),
        ("hon är född 2008-03-17", "födelsedatum", "03-17"),
        ("ring 0739 12 34 56", "telefonnummer", "12 34"),
        ("ring +46 8 123 456 78", "telefonnummer", "123 456"),
        ("ring \u0660\u0667\u0660-1234567", "telefonnummer", "1234567"),
        ("skriv till nils.berg@telia.com", "e-post", "nils"),
        ("vi bor på Lingonstigen 8 i Mora", "adress", "Lingonstigen"),
        ("bilen har MLB 93T", "registreringsnummer", "93T"),
        ("se instagram.com/hatgruppen.sthlm", "länk", "hatgruppen"),
        ("@stalker_01 skriver till henne", "användarnamn", "stalker"),
        ("hon går på Solbackaskolan", "skola", "Solbacka"),
        ("vi bor på Lingonstigen 8, uppgång B, 3 tr", "adress", "3 tr"),
        ("at Lingonstigen 8, flat 1203 somebody screams", "adress", "1203"),
        ("the pupil, dob 4 March 2011, is hungry", "födelsedatum", "4 March"),
        ("4 mars 2011 är hon född", "födelsedatum", "4 mars"),
        ("I asked Ms. O'Rourke about it", "namn", "Rourke"),
        ("Tabbe: kom hit / Quno: nej", "namn", "Tabbe"),
        ("det var läraren Falkenberg som såg det", "namn", "Falkenberg"),
        ("magister odenlöv tycker att vi ska vänta", "namn", "odenlöv"),
        ("hon går på lingonbackens skola", "skola", "lingonbacken"),
        ("min son Torbjörn skolkar", "namn", "Torbjörn"),
        ("hon heter fatima", "namn", "fatima"),
        ("hon heter Lucia", "namn", "Lucia"),
        ("vår dotter Lucia sover inte", "namn", "Lucia"),
        ("min dotter saga vill byta skola", "namn", "saga"),
        ("vi kallar honom Bullen", "namn", "Bullen"),
        ("killen som gjorde det heter Henning", "namn", "Henning"),
        ("tränaren Per Åkesson slutade", "namn", "Åkesson"),
        ("han har flyttat till Noel", "namn", "Noel"),
        ("hon är så arg på Lucia", "namn", "Lucia"),
        ("hon är mobbad på Furulund", "skola", "Furulund"),
        ("Saga tränar inte längre", "namn", "Saga"),
        ("igår ringde Xhevahirs mamma", "namn", "Xhevahir"),
        ("det är Torbjörn och Xhevahir som bråkar", "namn", "Xhevahir"),
        ("Sten, min svåger, har en pojke", "namn", "Sten"),
        ("Saga och Elsa var bästa vänner", "namn", "Saga"),
        ("T. Granlöv i min klass bråkar", "namn", "Granlöv"),
        ("brevet gick till c/o Hällquist", "namn", "Hällquist"),
        ("sista fyra siffrorna är 7714", "personnummer", "7714"),
        ("sista fyra är ett ett sju nio", "personnummer", "sju nio"),
        ("clearing 8327 står det", "nummer", "8327"),
        ("mötet har kod b7Kq2", "nummer", "b7Kq2"),
        ("lägg till mig på snap, moln.ofta", "användarnamn", "moln"),
        ("hennes klass är 5:3", "klass", "5:3"),
        ("Ekbackens Friskola ringde", "skola", "Ekbacken"),
        ("han går i na24c", "klass", "na24c"),
        ("hon i 5g tog av bullarna", "klass", "5g"),
        ("Na24c har prov", "klass", "24c"),
        ("ring 0731 - 55 10 22 efter sex", "telefonnummer", "55 10"),
        ("hon bor med en kille vid Hasselvägen", "adress", "Hassel"),
        ("han går på Västra skolan", "skola", "Västra"),
        ("B.G. slog min son på rasten", "namn", "B.G."),
        ("det var en volvo tkr 48m som väntade", "registreringsnummer", "48m"),
        ("jorun: kom ut\ntrygve: nej", "namn", "trygve"),
        ("Josefin's mum is worried", "namn", "Josefin"),
        ("silvergrå bil med plåt tkr 48m", "registreringsnummer", "48m"),
        ("hon kom 2010-05-12", "nummer", "05-12"),
        ("hon kom 20240512", "nummer", "0512"),
        ("kontot 1230-4560", "nummer", "4560"),
    ],
)
def test_redact_masks_by_kind(text: str, kind: str, secret: str) -> None:
    redacted = redact(text)
    assert secret not in redacted.text
    assert f"[{kind}]" in redacted.text
    assert kind in redacted.kinds


@pytest.mark.parametrize(
    "text",
    [
        "4 mars 2011 var olyckan",
        "vi flyttar från borlänge till säffle i höst",
        "läkaren skickade en remiss till bup",
        "he carries a knife in his bag",
        "Han Kör Moped Hela Natten Utan Hjälm Och Kommer Inte Hem",
        "han tittar på Mr. Beast",
        "hon skrev klockan 2am",
        "jag skrev till info@telia.com. Kan vi prata?",
        "ring 112, 114 14, 1177, 116 111 eller 90101",
        "Orostelefonen har 020-100 200",
        "han är 15 år och går i åk 8",
        "det var den 3 mars 2024 klockan 21.30",
        "vi bor i Vara och pratar med BUP, SSP och Rädda Barnen",
        "finns det någon per telefon i maj",
        "Hans lärare ville inte",
        "postnummer 521 30",
        "i augusti månad slutade han",
        "Valborg var värst",
        "Lucia gick det överstyr",
        "Juni kom och allt blev värre",
        "en burk med något som heter zolbanol, den andre visste inget, hon vill inte minnas",
        "pratade med Bups kurator och med Säpo och Bris",
        "vi vann med 5:3",
        "HAN TOG 5g AV NÅGOT",
        "han har köpt typ 3 g hasch",
        "hon har 2 blå märken på armen",
        "plan B. Sedan gick vi",
        "hon skrev på snap, och sedan grät hon",
        "vi har läst 14 kap. i SoL",
        "hon har matte 2b och fick F. Kan hon gå om?",
        "de kör fort längs väg 76 och på skolvägen",
        "barnen går i en f-3-skola",
        "han går på Concerta",
        "hon går på Komvux på Gotland",
        "hon ska konfirmeras i Maj",
        "han söp på Valborg",
        "min dotter är Tio år",
        "mamma: kom hem\njag: nej",
        "han var borta 2025-03-14 och 2025-03-15",
        "det kostar 3000-5000 kr",
        "hon tog 2x20 tabletter i v.47",
        "vad betyder 6mwe",
        "han lyssnar på Fredrik Vejdeland",
    ],
)
def test_redact_keeps_what_is_needed(text: str) -> None:
    assert redact(text) == Redacted(text, ())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("kontot heter @sture.lumpen", "kontot heter"),
        ("vi bor på Lingonstigen 8 i Mora", " i Mora"),
    ],
)
def test_redact_keeps_the_words_around_what_it_masks(text: str, kept: str) -> None:
    assert kept in redact(text).text


def test_redact_keeps_the_school_year_of_a_class() -> None:
    assert "åk 8" in redact("en tjej i 8c").text


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_redact_never_fails(text: str) -> None:
    assert isinstance(redact(text).text, str)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="Aa1 -@._åSskolan", max_size=200))
def test_redact_leaves_masked_text_alone(text: str) -> None:
    once = redact(text).text
    assert redact(once).text.count("[") >= once.count("[")


@pytest.mark.parametrize(
    "piece",
    [
        "a", "A", "1", "1 ", "1-", "Aa ", "a.", "a@", "@a", "storgatan ", "Skola ", "([", "heter ", "+46", "A1",
        "www.a", "Storg 1", "a @", "a: \n", "på väg", "A.", "0 - ",
    ],
)
def test_redact_is_quick_on_ten_thousand_characters(piece: str) -> None:
    assert least_seconds(lambda: redact((piece * 10_000)[:10_000])) < 0.5
