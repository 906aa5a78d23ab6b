"""What is understood of a message, and how well: `samtalskompassen parse`, `evaluate`, `learn-names`, `learn-order`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.language.understanding import Reading


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds these commands to the command line."""
    parse = subparsers.add_parser("parse", help="visar vad som uppfattas i ett meddelande")
    parse.add_argument("text", nargs="?", metavar="TEXT", help="meddelandet; utelämnas med --jsonl")
    parse.add_argument("--jsonl", metavar="FIL", help="ett JSON-objekt per rad: id, text, asked; - läser från stdin")
    parse.set_defaults(handler=run_parse)
    evaluate = subparsers.add_parser("evaluate", help="mäter förståelsen på projektets egna testmängder")
    evaluate.add_argument("--report", type=Path, metavar="MAPP", help="skriv tabell, siffror och bild i mappen")
    evaluate.set_defaults(handler=run_evaluate)
    names = subparsers.add_parser("learn-names", help="lär maskningen att känna igen namn, ur data/masking och listor")
    names.set_defaults(handler=run_learn_names)
    order = subparsers.add_parser("learn-order", help="lär läsaren av ordföljd, sedan namnen; tar tio minuter")
    order.set_defaults(handler=run_learn_order)


def run_learn_names(args: argparse.Namespace) -> int:
    """Writes the ordinary words and the two readers of names; all belong in version control."""
    from bot.language.name_learning import write_learned

    print("Lär namnen; tar några minuter …", flush=True)
    words, weights = write_learned()
    print(f"{words} vanliga ord och {weights} vikter skrivna i bot/language/lexicon, en läsare i bot/language/learned.")
    return 0


def run_learn_order(args: argparse.Namespace) -> int:
    """Writes the reader of the order of words, which training adds to the model, and then the names, which lean on it.

    Both belong in version control.
    """
    from bot.language.example_files import read_example_files
    from bot.language.learning import Example
    from bot.language.word_order import stored_at
    from bot.language.word_order_learning import learn_word_order
    from bot.language.words import read_words

    def tell(number: int, of_all: int, loss: float, seconds: float) -> None:
        print(f"Varv {number} av {of_all}: fel {loss:.3f}, {seconds:.0f} s.".replace(".", ",", 1), flush=True)

    examples = [
        Example(intent, written.words, written.question, danger)
        for intent, danger, text in read_example_files()
        for written in (read_words(text),)
    ]
    print(f"Läser ordföljden i {len(examples)} exempel …", flush=True)
    with stored_at() as file:
        learn_word_order(examples, tell).save(file)
    run_learn_names(args)
    print("Läsaren av ordföljd är sparad i bot/language/learned. Träna om med: samtalskompassen train")
    return 0


def run_parse(args: argparse.Namespace) -> int:
    """Prints one JSON object for each message; 2 when the input cannot be read, 1 without a model."""
    from bot.language.classifier import ModelError
    from bot.language.stored import archive_path, load_classifier
    from bot.language.understanding import understand

    if (args.text is None) == (args.jsonl is None):
        print("Ange antingen en text eller --jsonl FIL.", file=sys.stderr)
        return 2
    try:
        classifier = load_classifier(archive_path())
        for entry in _entries(args):
            reading = understand(entry["text"], classifier, entry.get("asked"))
            print(json.dumps(as_output(entry.get("id"), reading), ensure_ascii=False))
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


class InputError(Exception):
    """What was given to `parse` cannot be read; the message says which line and why."""


def _entries(args: argparse.Namespace) -> Iterator[dict[str, Any]]:
    if args.jsonl is None:
        yield {"id": None, "text": args.text}
        return
    try:
        content = sys.stdin.buffer.read() if args.jsonl == "-" else Path(args.jsonl).read_bytes()
    except OSError as error:
        raise InputError(f"Filen {args.jsonl} går inte att läsa: {error.strerror}.") from error
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError as error:
            raise InputError(f"Rad {number} är inte giltig JSON i UTF-8.") from error
        if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
            raise InputError(f'Rad {number} saknar fältet "text".')
        yield entry


def as_output(entry_id: Any, reading: Reading) -> dict[str, Any]:
    """A reading in the shape other programs rely on (docs/understanding.md)."""
    from bot.language.understanding import entities_of

    place = reading.place
    return {
        "id": entry_id,
        "redacted": reading.redacted,
        "intent": {"name": reading.intent.name, "confidence": round(reading.intent.confidence, 4)},
        "ranking": [{"name": g.name, "confidence": round(g.confidence, 4)} for g in reading.ranking[:3]],
        "band": reading.band,
        "entities": entities_of(reading),
        "slots": {"role": reading.role, "age": reading.age},
        "danger": reading.danger
        and {"intent": reading.danger.intent, "level": reading.danger.level, "reason": reading.danger.reason},
        "concerns": list(reading.concerns),
        "place": place
        and {
            "municipality": place.municipality,
            "district": place.district,
            "candidates": list(place.candidates),
        },
    }


def run_evaluate(args: argparse.Namespace) -> int:
    """Prints every figure; 1 when a bar in pyproject.toml is missed or there is no model."""
    from bot.language.classifier import ModelError
    from bot.language.evaluation import SETS, evaluate
    from bot.language.report import as_table, failures, read_bars, write_report
    from bot.language.stored import archive_path, load_classifier

    try:
        results = evaluate(load_classifier(archive_path()))
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    bars = read_bars(SETS.parents[1] / "pyproject.toml")
    print(as_table(results, bars))
    if args.report:
        write_report(results, bars, args.report)
        print(f"Rapporten finns i {args.report}.")
    missed = failures(results, bars)
    for sentence in missed:
        print(sentence, file=sys.stderr)
    return 1 if missed else 0
