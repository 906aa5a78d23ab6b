"""The service's settings, read once from the environment."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

PREFIX = "SAMTALSKOMPASSEN_"
DEVELOPMENT_KEY = "utveckling.nyckel"


class SettingsError(Exception):
    """A setting that cannot be used; the message is a Swedish sentence with the remedy."""


def _number(low: float, high: float, kind: type = int) -> Callable[[str], Any]:
    def read(value: str) -> Any:
        try:
            number = kind(value)
        except ValueError:
            number = None
        if number is None or not low <= number <= high:
            raise ValueError(f"ska vara ett tal mellan {low:g} och {high:g}")
        return number

    return read


def _database(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("ska börja med sqlite:/// eller postgresql+psycopg://")
    return value


def _redis(value: str) -> str | None:
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("ska börja med redis://, rediss:// eller unix://")
    return value or None


def _keys(value: str) -> tuple[str, ...]:
    keys = tuple(part.strip() for part in value.split(",") if part.strip())
    for key in keys:
        try:
            Fernet(key)
        except ValueError:
            raise ValueError(
                'innehåller en nyckel som inte går att använda, skapa en ny med "samtalskompassen key"'
            ) from None
    return keys


def _networks(value: str) -> tuple[str, ...]:
    networks = tuple(part.strip() for part in value.split(",") if part.strip())
    for network in networks:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            raise ValueError("ska vara IP-adresser eller nät med komma emellan, till exempel 10.0.0.0/8") from None
    return networks


def _setting(read: Callable[[str], Any], about: str) -> dict[str, Any]:
    return {"read": read, "about": about}


@dataclass(frozen=True)
class Settings:
    """Everything that differs between installations. Times in seconds or minutes as named, sizes in bytes."""

    database_url: str = field(
        default="sqlite:///var/samtalskompassen.db",
        metadata=_setting(_database, "Databasens adress, SQLite eller PostgreSQL."),
    )
    keys: tuple[str, ...] = field(
        default=(),
        metadata=_setting(_keys, "Nycklar som förseglar samtal, med komma emellan. Den första förseglar, alla öppnar."),
    )
    model: Path = field(
        default=Path("models/samtalskompassen.tar.gz"), metadata=_setting(Path, "Den tränade modellens fil.")
    )
    folder: Path = field(
        default=Path("var"), metadata=_setting(Path, "Mapp för det tjänsten skriver: utvecklingsnyckel och paus.")
    )
    redis_url: str | None = field(
        default=None, metadata=_setting(_redis, "Redis för gemensamma gränser. Tomt: varje process räknar själv.")
    )
    state_minutes: int = field(
        default=30, metadata=_setting(_number(1, 24 * 60), "Så länge kan ett orört samtal fortsätta, i minuter.")
    )
    turn_seconds: float = field(
        default=8.0, metadata=_setting(_number(0.5, 60, float), "Längsta tid för ett svar, i sekunder.")
    )
    turns_per_minute: int = field(
        default=600,
        metadata=_setting(
            _number(1, 1_000_000), "Så många meddelanden i minuten tas emot från en adress. En hel skola kan dela en."
        ),
    )
    turns_at_once: int = field(
        default=64, metadata=_setting(_number(1, 10_000), "Så många svar arbetas det med samtidigt i en process.")
    )
    trusted_proxies: tuple[str, ...] = field(
        default=(),
        metadata=_setting(_networks, "Lastbalanserare vars X-Forwarded-For får bestämma avsändaren för gränserna."),
    )

    def with_keys_for(self, host: str) -> Settings:
        """These settings with keys: a key of its own is made for this computer alone, otherwise SettingsError."""
        if self.keys:
            return self
        if not is_loopback(host):
            raise SettingsError(
                f"{PREFIX}KEYS saknas. När tjänsten nås från andra datorer behövs en hemlig nyckel. "
                'Skapa en med "samtalskompassen key" och sätt den i miljön.'
            )
        return replace(self, keys=(_development_key(self.folder / DEVELOPMENT_KEY),))


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches the address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _development_key(path: Path) -> str:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(Fernet.generate_key())
        except FileExistsError:
            pass
        key = path.read_text(encoding="ascii").strip()
        Fernet(key)
        return key
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"Nyckeln i {path} går inte att läsa eller skapa. Ta bort filen, eller sätt {PREFIX}KEYS."
        ) from error


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings from the environment. Raises SettingsError for the first value that cannot be used."""
    environment = os.environ if environment is None else environment
    known = {variable(each.name): each for each in fields(Settings)}
    values: dict[str, Any] = {}
    for name, each in known.items():
        if name in environment:
            try:
                values[each.name] = each.metadata["read"](environment[name].strip())
            except ValueError as error:
                raise SettingsError(f"{name} {error}. Rätta värdet i miljön och starta igen.") from error
    return Settings(**values)
