import pytest

from bot.cli import main
from bot.server.pausing import FILE, PauseSwitch


def test_pause_is_seen_by_others_and_lifted(tmp_path):
    switch, other = PauseSwitch(tmp_path), PauseSwitch(tmp_path)
    assert other.read() is None
    switch.pause("Vi gör klart ett underhåll.")
    assert other.read().message == "Vi gör klart ett underhåll."
    switch.pause(None)
    assert other.read().message is None
    assert switch.resume() is True
    assert other.read() is None
    assert switch.resume() is False


@pytest.mark.parametrize("content", ["", "{", "[]", "null"])
def test_unreadable_pause_is_still_a_pause(tmp_path, content):
    (tmp_path / FILE).write_text(content)
    assert PauseSwitch(tmp_path).read() is not None


def test_commands_pause_show_and_resume(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SAMTALSKOMPASSEN_FOLDER", str(tmp_path))
    assert main(["pause", "--message", "Stängt för underhåll."]) == 0
    assert PauseSwitch(tmp_path).read().message == "Stängt för underhåll."
    assert main(["status", "--port", "1"]) == 1
    assert "Stängt för underhåll." in capsys.readouterr().out
    assert main(["resume"]) == 0
    assert PauseSwitch(tmp_path).read() is None


@pytest.mark.model
async def test_paused_service_shows_the_message_and_the_numbers_and_answers_danger(start, settings):
    client = await start()
    PauseSwitch(settings.folder).pause("Stängt för underhåll till klockan 14.")
    answer = await client.post("/api/v1/chat", json={"message_id": "m"})
    problem = await answer.json()
    assert (answer.status, problem["code"]) == (503, "paused")
    assert problem["detail"] == "Stängt för underhåll till klockan 14."
    assert problem["numbers"][0]["tel"] == "112"
    assert "Retry-After" not in answer.headers
    body = {"message_id": "m", "text": "hon har tagit en överdos och vaknar inte"}
    danger = await client.post("/api/v1/chat", json=body)
    assert (danger.status, (await danger.json())["emergency"]) == (200, True)
    PauseSwitch(settings.folder).resume()
    assert (await client.post("/api/v1/chat", json={"message_id": "m"})).status == 200
