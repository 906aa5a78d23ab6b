import pytest

from bot.server.model_file import (
    ModelError,
    input_fingerprint,
    install,
    is_current,
    is_whole,
    note_of,
    previous_of,
    usable_model,
)


@pytest.fixture
def project(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "bot/language/learned").mkdir(parents=True)
    (tmp_path / "domain.yml").write_text("a")
    (tmp_path / "data/nlu.yml").write_text("b")
    return tmp_path


def put(project, content: bytes):
    fresh, model = project / "fresh", project / "models/model.tar.gz"
    fresh.write_bytes(content)
    install(fresh, model, input_fingerprint(project))
    return model


def test_installed_model_is_current_until_an_input_changes(project):
    model = put(project, b"one")
    assert is_current(model, project)
    (project / "data/nlu.yml").write_text("c")
    assert is_whole(model)
    assert not is_current(model, project)


@pytest.mark.parametrize("change", [
    lambda root: (root / "data/more.yml").write_text("x"),
    lambda root: (root / "data/nlu.yml").rename(root / "data/x.yml"),
    lambda root: (root / "bot/language/learned/word_order.npz").write_bytes(b"x"),
])
def test_fingerprint_follows_names_and_new_files(project, change):
    before = input_fingerprint(project)
    change(project)
    assert input_fingerprint(project) != before


def test_damaged_model_gives_way_to_the_one_before(project):
    put(project, b"one")
    model = put(project, b"two")
    assert usable_model(model) == model
    model.write_bytes(b"tw")
    assert usable_model(model).read_bytes() == b"one"


def test_damaged_model_without_another_is_explained(project):
    model = put(project, b"one")
    model.write_bytes(b"")
    with pytest.raises(ModelError, match="samtalskompassen train"):
        usable_model(model)


@pytest.mark.parametrize("note", ["", "[]", "{", "null"])
def test_damaged_note_is_a_damaged_model(project, note):
    model = put(project, b"one")
    note_of(model).write_text(note)
    assert not is_whole(model)


def test_crash_while_installing_leaves_a_usable_model(project, monkeypatch):
    import os

    model = put(project, b"one")
    moved = []

    def crash(source, target, replace=os.replace):
        if len(moved) == crash.after:
            raise OSError("strömavbrott")
        moved.append(target)
        replace(source, target)

    for crash.after in (0, 1, 2):
        moved.clear()
        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", crash)
            with pytest.raises(OSError):
                put(project, b"two")
        assert usable_model(model).read_bytes() == b"one"
        if not model.exists():
            previous_of(model).rename(model)
