"""Examples are read quickly, and exactly as Rasa reads them."""

from pathlib import Path

import pytest
from rasa.shared.exceptions import YamlException
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

from bot.server import training_data
from bot.server.training_data import read_examples

ROOT = Path(__file__).parents[2]
PLAIN = """version: "3.1"
nlu:
  - intent: thank
    metadata: {danger: none}
    examples: |
      - tack
      - tusen tack
"""


@pytest.fixture
def written(tmp_path):
    def write(text: str) -> Path:
        file = tmp_path / "examples.yml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def same(file: Path) -> bool:
    ours, theirs = read_examples(file), RasaYAMLReader().read(str(file))
    return [m.data for m in ours.training_examples] == [m.data for m in theirs.training_examples]


def test_plain_examples_are_read_as_rasa_reads_them(written, monkeypatch):
    assert same(written(PLAIN))
    assert same(ROOT / "data/nlu/moving_in_a_guide.yml")
    assert same(ROOT / "data/nlu/weighed_medical.yml")
    # Without Rasa's own reading, so that it is known to be the quick one that was compared.
    monkeypatch.setattr(training_data.RasaYAMLReader, "read", lambda *_: pytest.fail("not plain"))
    assert len(read_examples(written(PLAIN)).training_examples) == 2


@pytest.mark.parametrize("text", [
    PLAIN + "  - lookup: town\n    examples: |\n      - Kiruna\n",
    'version: "3.1"\nnlu:\n  - intent: thank\n    examples:\n      - text: |\n          tack\n',
])
def test_what_is_not_plain_is_left_to_rasa(written, text):
    file = written(text)
    assert same(file)
    assert read_examples(file).lookup_tables == RasaYAMLReader().read(str(file)).lookup_tables


@pytest.mark.parametrize("text", [
    PLAIN.replace("examples", "exampels"), PLAIN + "   - x: [", PLAIN.replace("thank", "3"),
])
def test_a_faulty_file_gets_rasas_own_error(written, text):
    with pytest.raises(YamlException):
        read_examples(written(text))
