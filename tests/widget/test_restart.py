"""The server dies and comes back in the middle of a conversation."""

from __future__ import annotations

import signal
import subprocess

import pytest
from playwright.sync_api import expect

from tests.conftest import COMMAND, ROOT, free_port, wait_until_ready
from tests.widget.conftest import Chat

pytestmark = pytest.mark.browser


def test_conversation_goes_on_by_itself_after_the_server_was_killed(new_page, live_server, worry, tmp_path):
    port = free_port()
    url = f"http://127.0.0.1:{port}"

    def start() -> subprocess.Popen:
        with (tmp_path / "server.log").open("ab") as log:
            return subprocess.Popen(
                [*COMMAND, "serve", "--port", str(port)], env=live_server.environment, cwd=ROOT,
                stdout=log, stderr=subprocess.STDOUT,
            )

    process = start()
    try:
        wait_until_ready(url, process)
        page = new_page()
        page.goto(f"{url}/chat?site=demo")
        chat = Chat(page)
        expect(chat.find(".choice").first).to_be_visible()
        chat.write(worry)
        process.send_signal(signal.SIGKILL)
        process.wait()
        chat.find("#text").fill("nej")
        chat.find("#text").press("Enter")
        expect(chat.find(".own.pending")).to_have_count(1)
        expect(chat.find("#strip a[href='tel:112']")).to_be_visible()
        process = start()
        wait_until_ready(url, process)
        if chat.find(".trouble button").count():
            chat.find(".trouble button").click()
        expect(chat.find(".reply")).to_have_count(3, timeout=30_000)
        assert chat.answers == [worry, "nej"]
    finally:
        process.kill()
        process.wait()
