"""What the guidance tests share."""

import shutil

import pytest
import yaml

from bot.guidance.content import GUIDES, RESPONSES, read_content


class Guides:
    """A copy of the Swedish guides to spoil."""

    def __init__(self, folder):
        self.folder = folder

    def edit(self, name, old, new):
        """Replaces the first `old` in a file by `new`."""
        file = self.folder / "sv" / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{name} no longer holds {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def change(self, name, change):
        """Reads a file, lets `change` spoil the data in place, and writes it again; independent of any wording."""
        data = yaml.load(self.text(name), Loader=yaml.CSafeLoader)
        change(data)
        text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
        self.write(name, text)

    def write(self, name, text):
        """Writes a whole file."""
        (self.folder / "sv" / name).write_text(text, encoding="utf-8")

    def text(self, name):
        """A file's text."""
        return (self.folder / "sv" / name).read_text(encoding="utf-8")

    def read(self):
        """The content as it now stands."""
        return read_content("sv", self.folder, RESPONSES)


@pytest.fixture
def spoiled(tmp_path):
    """A copy of the guides to spoil."""
    shutil.copytree(GUIDES, tmp_path / "guides")
    return Guides(tmp_path / "guides")
