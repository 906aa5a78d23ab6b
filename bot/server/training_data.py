"""The training data as Rasa sees it, read once and quickly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.multi_project import MultiProjectImporter
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What nearly every block of examples consists of.
PLAIN = {"intent", "metadata", "examples"}


class ReadOnce(MultiProjectImporter):
    """Reads every file once, however often the training asks.

    Rasa's own chain of importers reads the examples twice and copies them five times, to add what our data do not
    have: end-to-end stories and retrieval intents; and it reads every file six times with a YAML reader in Python.
    With tens of thousands of examples that takes longer than learning.
    """

    @cached_method
    def _examples(self) -> TrainingData:
        return read_examples(*map(Path, self._nlu_paths))

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The examples; their language is the assistant's."""
        return self._examples()

    @cached_method
    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """The stories and rules."""
        return super().get_stories(exclusion_percentage)

    @cached_method
    def get_domain(self) -> Domain:
        """The domain with its responses."""
        return super().get_domain()


def read_examples(*files: Path) -> TrainingData:
    """The examples of all files. What is not plain is left to Rasa, which checks it and says what is wrong with it.

    Raises YamlException.
    """
    plain, others = RasaYAMLReader(), []
    for file in files:
        content = _loaded(file)
        if _is_plain(content):
            plain.filename = str(file)
            plain._parse_nlu(content["nlu"])
        else:
            others.append(RasaYAMLReader().read(str(file)))
    # Merging copies every example that is there already.
    examples = TrainingData(plain.training_examples)
    return examples.merge(*others) if others else examples


def _loaded(file: Path) -> Any:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 (a safe loader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return None


def _is_plain(content: Any) -> bool:
    blocks = content.get("nlu") if isinstance(content, dict) and set(content) == {"version", "nlu"} else None
    return isinstance(blocks, list) and all(
        isinstance(block, dict)
        and set(block) <= PLAIN
        and isinstance(block.get("intent"), str)
        and isinstance(block.get("examples"), str)
        for block in blocks
    )
