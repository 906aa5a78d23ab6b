import stat

import pytest
from cryptography.fernet import Fernet

from bot.server.settings import DEVELOPMENT_KEY, Settings, SettingsError, is_loopback, read_settings

KEY = Fernet.generate_key().decode()


def test_nothing_set_gives_the_defaults():
    assert read_settings({}) == Settings()


def test_values_are_read():
    settings = read_settings({
        "SAMTALSKOMPASSEN_KEYS": f"{KEY}, {KEY}", "SAMTALSKOMPASSEN_STATE_MINUTES": "45",
        "SAMTALSKOMPASSEN_REDIS_URL": "redis://127.0.0.1/0", "SAMTALSKOMPASSEN_TRUSTED_PROXIES": "10.0.0.0/8",
    })
    assert (settings.keys, settings.state_minutes) == ((KEY, KEY), 45)
    assert (settings.redis_url, settings.trusted_proxies) == ("redis://127.0.0.1/0", ("10.0.0.0/8",))


@pytest.mark.parametrize(("name", "value"), [
    ("STATE_MINUTES", "0"), ("STATE_MINUTES", "trettio"), ("TURN_SECONDS", "nan"), ("TURNS_PER_MINUTE", "-1"),
    ("DATABASE_URL", "mysql://x"), ("REDIS_URL", "http://x"), ("KEYS", "kort"), ("TRUSTED_PROXIES", "överallt"),
])
def test_wrong_value_names_the_variable_and_not_the_value(name, value):
    with pytest.raises(SettingsError) as caught:
        read_settings({f"SAMTALSKOMPASSEN_{name}": value})
    assert f"SAMTALSKOMPASSEN_{name}" in str(caught.value)
    assert "KEYS" not in name or value not in str(caught.value)


def test_missing_key_is_made_for_this_computer_alone(tmp_path):
    settings = Settings(folder=tmp_path)
    made = settings.with_keys_for("127.0.0.1")
    assert made.keys == settings.with_keys_for("localhost").keys
    assert stat.S_IMODE((tmp_path / DEVELOPMENT_KEY).stat().st_mode) == 0o600


def test_missing_key_is_refused_when_others_reach_the_service(tmp_path):
    with pytest.raises(SettingsError, match="samtalskompassen key"):
        Settings(folder=tmp_path).with_keys_for("0.0.0.0")


def test_damaged_development_key_is_explained(tmp_path):
    (tmp_path / DEVELOPMENT_KEY).write_text("skräp")
    with pytest.raises(SettingsError, match=DEVELOPMENT_KEY):
        Settings(folder=tmp_path).with_keys_for("127.0.0.1")


@pytest.mark.parametrize(("host", "expected"), [
    ("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("exempel.se", False),
])
def test_loopback_is_recognised(host, expected):
    assert is_loopback(host) is expected
