"""The training examples as they stand in data/nlu, for what is learned outside of Rasa."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[2] / "data" / "nlu"


def read_example_files(folder: Path = FOLDER) -> Iterator[tuple[str, str, str]]:
    """The intent, the danger ("" where nobody has weighed it) and the text of each example, file by file."""
    for file in sorted(folder.glob("*.yml")):
        for block in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            danger = str((block.get("metadata") or {}).get("danger", ""))
            for line in block["examples"].splitlines():
                yield block["intent"], danger, line.removeprefix("- ").strip()
