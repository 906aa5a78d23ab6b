"""The model's file: what it was trained from, whether it is whole, and replacing it without ever losing a good one."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
# What the trained file depends on. The rules and facts that language reads while running are not among it.
INPUTS = (
    "domain.yml", "config.yml", "data/**/*.yml", "bot/responses/sv/**/*.yml", "bot/language/*.py",
    "bot/language/lexicon/concepts.yml", "bot/language/learned/*.npz",
)
# These only read messages while running. A module not named here is taken to shape the model.
NOT_TRAINED = frozenset({
    "ages.py", "answers.py", "commands.py", "danger.py", "danger_rules.py", "example_files.py", "name_learning.py",
    "name_order.npz", "name_order.py", "name_order_learning.py", "name_reader.py", "people.py", "places.py",
    "redaction.py", "redaction_lists.py", "redaction_names.py", "redaction_patterns.py", "word_order_learning.py",
})


class ModelError(Exception):
    """The model cannot be used; the message is a Swedish sentence with the remedy."""


def input_files(root: Path = ROOT) -> Iterator[Path]:
    """The files a model is trained from, in a fixed order."""
    for pattern in INPUTS:
        yield from sorted(path for path in root.glob(pattern) if path.is_file() and path.name not in NOT_TRAINED)


def input_fingerprint(root: Path = ROOT) -> str:
    """Changes when training would give another model."""
    digest = hashlib.sha256(f"rasa {version('rasa')} scikit-learn {version('scikit-learn')}".encode())
    for path in input_files(root):
        content = path.read_bytes()
        digest.update(f"\0{path.relative_to(root)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def note_of(model: Path) -> Path:
    """The file beside the model that tells which files training wrote, by checksum, and from what."""
    return model.with_name(model.name + ".json")


def previous_of(model: Path) -> Path:
    """The model that was in use before."""
    return model.with_name("previous-" + model.name)


def is_current(model: Path, root: Path = ROOT) -> bool:
    """Whether the model is whole and trained from the files as they are."""
    return _trained_from(model, model) == input_fingerprint(root)


def is_whole(model: Path) -> bool:
    """Whether the file is there and exactly what training wrote."""
    return _trained_from(model, model) is not None


def install(fresh: Path, model: Path, inputs: str) -> None:
    """Puts a freshly trained file in place; the one before is kept beside it. A crash at any point leaves a usable one.
    """
    model.parent.mkdir(parents=True, exist_ok=True)
    known = {_checksum(fresh): inputs}
    kept = _trained_from(model, model)
    if kept is not None:
        known[_checksum(model)] = kept
    beside = note_of(model).with_suffix(".new")
    beside.write_text(json.dumps(known), encoding="utf-8")
    # The note knows both files before either moves.
    os.replace(beside, note_of(model))
    if kept is not None:
        os.replace(model, previous_of(model))
    os.replace(fresh, model)


def usable_model(model: Path) -> Path:
    """The model if it is whole, otherwise the one before. Raises ModelError when there is neither."""
    for candidate in (model, previous_of(model)):
        if _trained_from(candidate, model) is not None:
            return candidate
    raise ModelError(
        f"Modellen {model} är skadad eller inte tränad av det här programmet. "
        'Träna en ny med "samtalskompassen train".'
    )


def _trained_from(file: Path, model: Path) -> str | None:
    """What a file was trained from, None when it is missing or not as it was written."""
    try:
        note = json.loads(note_of(model).read_text(encoding="utf-8"))
        return note.get(_checksum(file)) if isinstance(note, dict) else None
    except (OSError, ValueError):
        return None


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
