"""Trains the model when what it is trained from has changed."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.language.word_order import WordOrderError
from bot.server.model_file import ROOT, ModelError, input_fingerprint, install, is_current
from bot.server.progress import complain, say, speaking_to, step

TAIL_LINES = 12


def train(model: Path, root: Path = ROOT, force: bool = False) -> bool:
    """Trains unless nothing has changed; False then. The model in use stays until the new one is complete.

    Raises ModelError when the training fails.
    """
    if not force and is_current(model, root):
        return False
    model = model.absolute()
    inputs = input_fingerprint(root)
    model.parent.mkdir(parents=True, exist_ok=True)
    with step("Tränar modellen"), tempfile.TemporaryDirectory(dir=model.parent, prefix=".training-") as folder:
        install(_train_quietly(root, Path(folder)), model, inputs)
    return True


def _train_quietly(root: Path, folder: Path) -> Path:
    """Rasa's training with its output held back; shown only when it fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        with _output_to(output.fileno()), contextlib.chdir(root):
            try:
                from rasa.model_training import _train_graph
                from rasa.shared.data import TrainingType

                from bot.server.training_data import ReadOnce

                result = _train_graph(
                    ReadOnce("config.yml", "domain.yml", ["data"]), training_type=TrainingType.BOTH,
                    output_path=str(folder), fixed_model_name="model", force_full_training=False,
                )
                failure = None if result.model else "ingen modell skrevs"
            except Exception as error:  # Rasa raises many kinds; each means that there is no model
                if isinstance(error.__cause__, WordOrderError):
                    raise ModelError(f"{error.__cause__} Modellen som fanns är orörd.") from error
                failure = f"{type(error).__name__}: {error}"
            except SystemExit:
                failure = "Rasa avbröt träningen"
        if failure:
            output.seek(0)
            complain("".join(output.readlines()[-TAIL_LINES:]))
            raise ModelError(
                f'Träningen misslyckades ({failure}). Kontrollera senaste ändringen med "rasa data validate". '
                "Modellen som fanns är orörd."
            )
    return Path(str(result.model))


@contextlib.contextmanager
def _output_to(descriptor: int) -> Iterator[None]:
    """Everything that is printed goes there, also from C; the progress of the step still reaches the operator."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = os.dup(1), os.dup(2)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    try:
        with os.fdopen(os.dup(kept[0]), "w", encoding="utf-8") as operator, speaking_to(operator):
            yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for number, copy in enumerate(kept, 1):
            os.dup2(copy, number)
            os.close(copy)


def report(trained: bool, model: Path) -> None:
    """Tells what came of it."""
    say(f"Modellen är tränad: {model}" if trained else f"Inget har ändrats sedan modellen tränades: {model}")
