import os

import pytest
from sqlalchemy.exc import OperationalError

from bot.cli import main
from bot.registry import open_registry
from bot.server.counting import Tally, metadata, news, read_counts, shown
from bot.server.replies import Reply
from bot.server.sealing import Talk


def reply(*types):
    return Reply(tuple({"type": each} for each in types), (), None)


def urls():
    yield pytest.param(None, id="sqlite")
    url = os.environ.get("SAMTALSKOMPASSEN_TEST_POSTGRES_URL")
    yield pytest.param(url, id="postgresql", marks=pytest.mark.skipif(not url, reason="no PostgreSQL here"))


@pytest.fixture(params=urls())
def registry(request, tmp_path):
    registry = open_registry(request.param or f"sqlite:///{tmp_path}/counts.db")
    metadata.drop_all(registry.database.engine)
    yield registry
    metadata.drop_all(registry.database.engine)
    registry.close()


def test_conversation_is_counted_once_for_each_thing():
    first = news(Talk(), {"concern": "hate"}, reply("text", "contact", "contact"))
    assert first == (("concern", "hate"), ("outcome", "contacts"))
    assert news(Talk(counted=first), {"concern": "hate"}, reply("contact", "plan")) == (("outcome", "plan"),)
    assert news(Talk(), {}, reply("text")) == ()


def test_counts_add_up_over_flushes_and_processes(registry):
    for _ in range(2):
        tally = Tally(registry.database.engine)
        for place in ("1490", "1490", None):
            tally.add([("outcome", "plan"), ("concern", "hate")], place)
        tally.flush()
        tally.flush()
    by_outcome, by_concern = read_counts(registry.database.engine)
    assert [row[1:] for row in by_outcome] == [("-", "plan", 2), ("1490", "plan", 4)]
    assert [row[1:] for row in by_concern] == [("hate", 6)]


def fail(*_):
    raise OperationalError("", {}, Exception("away"))


def test_counts_wait_while_the_database_is_away(registry, monkeypatch):
    tally = Tally(registry.database.engine)
    tally.add([("concern", "hate")], None)
    with monkeypatch.context() as away:
        away.setattr(type(metadata), "create_all", fail)
        with pytest.raises(OperationalError):
            tally.flush()
    tally.flush()
    assert read_counts(registry.database.engine)[1][0][2] == 1


@pytest.mark.parametrize(("number", "text"), [(1, "färre än 5"), (4, "färre än 5"), (5, "5"), (120, "120")])
def test_small_numbers_are_not_shown(number, text):
    assert shown(number) == text


def test_stats_command_prints_both_tables(registry, monkeypatch, capsys):
    tally = Tally(registry.database.engine)
    for _ in range(7):
        tally.add([("concern", "hate"), ("outcome", "plan")], "1490")
    tally.flush()
    monkeypatch.setenv("SAMTALSKOMPASSEN_DATABASE_URL", registry.database.url.render_as_string(hide_password=False))
    assert main(["stats"]) == 0
    printed = capsys.readouterr().out
    assert "1490" in printed
    assert "hate" in printed
    assert "7" in printed
