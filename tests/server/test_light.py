"""Starting without TensorFlow, each in a process of its own."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.model

RUN = """
import asyncio, sys
from pathlib import Path
from bot.server.light import leave_out_tensorflow
assert leave_out_tensorflow()
sys.path.insert(0, {bot!r})
from bot.server.assistant import Assistant, Turn
assistant = Assistant(Path({model!r}), actions_package="fixture_actions")
print(asyncio.run(assistant.take(Turn("m", None, "sv", "japp"), {{}})).slots)
assert not any(name.startswith("tensorflow.python") for name in sys.modules)
"""
USE = """
from bot.server.light import AbsentError, leave_out_tensorflow
leave_out_tensorflow()
import tensorflow as tf
class Layer(tf.keras.layers.Layer): pass
for use in (Layer, lambda: tf.constant(1, dtype=2)):
    try:
        use()
    except AbsentError:
        print("refused")
"""


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], check=True, capture_output=True, text=True
    ).stdout


def test_assistant_answers_without_tensorflow(small_model):
    from tests.server.conftest import FIXTURE_BOT

    assert run(RUN.format(bot=str(FIXTURE_BOT), model=str(small_model))).strip() == "{'steps': 1}"


def test_what_was_left_out_can_be_named_but_not_used():
    assert run(USE).split() == ["refused", "refused"]
