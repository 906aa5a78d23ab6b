"""Thin Rasa adapters: spaCy's tokens, the intent model, and everything else a message says."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.classifier import Classifier, ModelError
from bot.language.concepts import LEXICON as CONCEPTS
from bot.language.languages import UNDERSTOOD
from bot.language.understanding import Reading, entities_of, read_beside, understand, wishes_in
from bot.language.word_order import stored_at, stored_word_order
from bot.language.words import read_words, tokenise

FALLBACK = "nlu_fallback"
RANKING_LENGTH = 10
# The modules that decide what a trained model looks like.
SHAPING = (
    "normalise", "words", "concepts", "features", "classifier", "learning", "danger_learning", "joint_learning",
    "word_order",
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SwedishTokenizer(Tokenizer):
    """spaCy's Swedish tokens as Rasa's."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """What Rasa's tokenizers expect to be told."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of a message with their place in it."""
        return [Token(token.text, token.idx) for token in tokenise(message.get(attribute)) if not token.is_space]

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The reader finds its own words in the examples; tokens on tens of thousands of them would only cost time."""
        return training_data


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MessageReader(GraphComponent, IntentClassifier, EntityExtractorMixin):
    """Trains the intent model, and sets on each message all that the reply needs to know."""

    def __init__(self, storage: ModelStorage, resource: Resource, classifier: Classifier | None = None) -> None:
        self._storage = storage
        self._resource = resource
        self._classifier = classifier

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageReader:
        """A reader that is still to be trained."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MessageReader:
        """A reader with the stored model; raises ModelError when there is none."""
        try:
            with model_storage.read_from(resource) as folder:
                classifier = Classifier.load(folder)
        except ValueError as error:
            raise ModelError("Språkmodellen saknas. Träna om med: samtalskompassen train") from error
        # The first message should not pay for what is read on first use.
        understand("hej", classifier)
        return cls(model_storage, resource, classifier)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """What the model depends on besides the examples, so that Rasa's cache never gives back an older one."""
        room = Path(__file__).parent
        with stored_at() as order:
            shaping = [*(room / f"{name}.py" for name in SHAPING), CONCEPTS, order]
            return hashlib.sha256(b"".join(path.read_bytes() for path in shaping)).hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the intents from the examples in data/nlu."""
        from bot.language.learning import Example, learn

        order = stored_word_order()
        self._classifier = learn(
            [
                Example(message.get(INTENT), written.words, written.question, _weighed(message))
                for message in training_data.intent_examples
                for written in (read_words(message.get(TEXT)),)
            ],
            order,
        )
        with self._storage.write_to(self._resource) as folder:
            self._classifier.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing later in the pipeline needs the training examples read."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads each message."""
        for message in messages:
            text = message.get(TEXT)
            if text is None or self._classifier is None:
                continue
            known = message.get("metadata") or {}
            asked = known.get("asked")
            # Danger and language were looked for in the person's own words, before masking, unless nobody has looked.
            if "danger" in known:
                reading = read_beside(known["danger"], known.get("written_in"), text, self._classifier, asked)
            else:
                reading = understand(text, self._classifier, asked)
            set_reading(message, reading)
        return messages


def _weighed(message: Message) -> str:
    """How urgent the example is, as its author says (`metadata: {danger: act}` beside the intent), "" when unsaid."""
    metadata = (message.get("metadata") or {}).get("intent") or {}
    return str(metadata.get("danger", ""))


def set_reading(message: Message, reading: Reading) -> None:
    """Puts a reading on a Rasa message; danger decides the intent before the model does."""
    ranking = [{"name": guess.name, "confidence": guess.confidence} for guess in reading.ranking[:RANKING_LENGTH]]
    intent: dict[str, Any] = ranking[0]
    if reading.danger:
        intent = {"name": reading.danger.intent, "confidence": 1.0}
    elif reading.band != "sure":
        intent = {"name": FALLBACK, "confidence": 1.0 - reading.intent.confidence}
    outputs = {
        INTENT: intent,
        INTENT_RANKING_KEY: ranking,
        "model_intent": ranking[0],
        "band": reading.band,
        "danger": reading.danger
        and {"intent": reading.danger.intent, "level": reading.danger.level, "reason": reading.danger.reason},
        "concerns": [name.removeprefix("concern_") for name in reading.concerns],
        "wishes": list(wishes_in(reading.ranking)) if reading.danger else [],
        "role": reading.role,
        "age": reading.age,
        "relation": reading.relation,
        "pronoun": reading.pronoun,
        "employment": reading.employment,
        "place": reading.place
        and {
            "municipality": reading.place.municipality,
            "district": reading.place.district,
            "candidates": list(reading.place.candidates),
        },
        "written_in": None if reading.language in UNDERSTOOD else reading.language,
        "redacted": reading.redacted,
    }
    for name, value in outputs.items():
        message.set(name, value, add_to_output=True)
    entities = [entity | {"extractor": "MessageReader"} for entity in entities_of(reading)]
    message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
