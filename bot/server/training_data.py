"""The training data as Rasa sees it, read once."""

from __future__ import annotations

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.multi_project import MultiProjectImporter
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method


class ReadOnce(MultiProjectImporter):
    """Reads every file once, however often the training asks.

    Rasa's own chain of importers reads the examples twice and copies them five times, to add what our data do not
    have: end-to-end stories and retrieval intents. With tens of thousands of examples that takes longer than learning.
    """

    @cached_method
    def _examples(self) -> TrainingData:
        return super().get_nlu_data()

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
