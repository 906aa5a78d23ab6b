"""The command as an operator meets it, in processes of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.cli import main
from tests.conftest import free_port

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-W", "ignore", "-m", "bot.cli"]


def environment(folder: Path, **changes: str) -> dict[str, str]:
    own = {
        "SAMTALSKOMPASSEN_DATABASE_URL": f"sqlite:///{folder}/test.db", "SAMTALSKOMPASSEN_FOLDER": str(folder),
        "SAMTALSKOMPASSEN_MODEL": str(folder / "model.tar.gz"),
    }
    return os.environ | own | changes


def run(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, env=environment(folder, **changes), cwd=ROOT, timeout=60
    )


def assert_one_sentence(result: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert result.returncode != 0
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    for part in parts:
        assert part in result.stderr


def test_busy_port_is_explained(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert_one_sentence(run(tmp_path, "serve", "--port", str(port)), str(port), "--port")


def test_unknown_host_is_explained(tmp_path):
    result = run(tmp_path, "serve", "--host", "192.0.2.1", SAMTALSKOMPASSEN_KEYS=new_key())
    assert_one_sentence(result, "192.0.2.1", "--host")


def new_key() -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


@pytest.mark.parametrize("url", ["sqlite:////proc/nothing/here.db", "postgresql+psycopg://x:hemligt@127.0.0.1:1/none"])
def test_unreachable_database_is_explained(tmp_path, url):
    result = run(tmp_path, "serve", "--port", str(free_port()), SAMTALSKOMPASSEN_DATABASE_URL=url)
    assert_one_sentence(result)
    assert "hemligt" not in result.stderr


def test_damaged_model_is_explained(tmp_path):
    (tmp_path / "model.tar.gz").write_bytes(b"skadad")
    assert_one_sentence(run(tmp_path, "serve", "--port", str(free_port())), "model.tar.gz", "samtalskompassen train")


def test_missing_key_is_explained_when_others_reach_the_service(tmp_path):
    assert_one_sentence(
        run(tmp_path, "serve", "--host", "0.0.0.0", "--port", str(free_port())), "SAMTALSKOMPASSEN_KEYS", "key"
    )


def test_wrong_setting_is_explained(tmp_path):
    assert_one_sentence(run(tmp_path, "serve", SAMTALSKOMPASSEN_STATE_MINUTES="länge"), "STATE_MINUTES")


@pytest.mark.parametrize("port", ["0", "70000", "åtta"])
def test_wrong_port_is_refused(capsys, port):
    with pytest.raises(SystemExit) as caught:
        main(["serve", "--port", port])
    assert caught.value.code == 2


def test_new_keys_can_be_used_and_differ(capsys):
    from bot.server.settings import read_settings

    assert main(["key"]) == 0
    assert main(["key"]) == 0
    keys = capsys.readouterr().out.split()
    assert len(set(keys)) == 2
    assert read_settings({"SAMTALSKOMPASSEN_KEYS": ",".join(keys)}).keys == tuple(keys)


@pytest.mark.model
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("early", [True, False], ids=["while loading", "when ready"])
def test_stops_cleanly_when_told_to(tmp_path, number, early):
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--no-train", "--port", str(port)], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment(tmp_path, SAMTALSKOMPASSEN_MODEL=str(ROOT / "models/samtalskompassen.tar.gz")),
    )
    wait_for(port, "live" if early else "ready", process)
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in err
    assert out.strip().endswith("Stoppad.")


def wait_for(port: int, part: str, process: subprocess.Popen) -> None:
    import urllib.request

    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/{part}", timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"not {part}")


@pytest.mark.model
def test_training_again_without_changes_does_nothing(small_model, capsys):
    from bot.server.training import train
    from tests.server.conftest import FIXTURE_BOT

    before = small_model.stat().st_mtime_ns
    assert train(small_model, root=FIXTURE_BOT) is False
    assert small_model.stat().st_mtime_ns == before


@pytest.mark.model
def test_failed_training_keeps_the_model_and_says_why(small_model, tmp_path, capsys):
    import shutil

    from bot.server.model_file import ModelError, is_whole
    from bot.server.training import train
    from tests.server.conftest import FIXTURE_BOT

    broken = shutil.copytree(FIXTURE_BOT, tmp_path / "broken")
    (broken / "data/rules.yml").write_text("rules: [")
    before = small_model.read_bytes()
    with pytest.raises(ModelError, match="rasa data validate"):
        train(small_model, root=broken)
    assert small_model.read_bytes() == before
    assert is_whole(small_model)


@pytest.mark.model
def test_training_with_intents_that_the_order_was_not_learned_for_says_what_to_do(small_model, tmp_path):
    import shutil

    from bot.server.model_file import ModelError, is_whole
    from bot.server.training import train
    from tests.server.conftest import FIXTURE_BOT

    other = shutil.copytree(FIXTURE_BOT, tmp_path / "other")
    config = (other / "config.yml").read_text(encoding="utf-8").replace(
        "name: KeywordIntentClassifier", "name: bot.language.components.MessageReader"
    )
    (other / "config.yml").write_text(config, encoding="utf-8")
    with pytest.raises(ModelError, match="samtalskompassen learn-order") as refused:
        train(small_model, root=other)
    assert "data validate" not in str(refused.value)
    assert is_whole(small_model)
