"""The intent model out of a trained Rasa archive, without starting Rasa."""

from __future__ import annotations

import os
import tarfile
import tempfile
from pathlib import Path

from bot.language.classifier import ARRAYS, Classifier, ModelError

COMPONENT = "MessageReader"
DEFAULT_ARCHIVE = "models/samtalskompassen.tar.gz"


def archive_path() -> Path:
    """The archive that the service uses too (SAMTALSKOMPASSEN_MODEL)."""
    return Path(os.environ.get("SAMTALSKOMPASSEN_MODEL") or DEFAULT_ARCHIVE)


def load_classifier(archive: Path) -> Classifier:
    """The intent model in the archive; raises ModelError when there is none that can be read."""
    try:
        with tarfile.open(archive) as stored, tempfile.TemporaryDirectory() as folder:
            for member in stored:
                name = Path(member.name)
                if COMPONENT in member.name and name.name in ARRAYS and (content := stored.extractfile(member)):
                    (Path(folder) / name.name).write_bytes(content.read())
            return Classifier.load(Path(folder))
    except (OSError, tarfile.TarError, ModelError) as error:
        raise ModelError(f"Det finns ingen läsbar modell i {archive}. Träna en med: samtalskompassen train") from error
