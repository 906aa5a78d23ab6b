"""The registry: who to turn to, where, and when they answer."""

from bot.registry.cards import Card
from bot.registry.errors import RegistryError, RegistryUnavailableError, UnknownMunicipalityError
from bot.registry.registry import MunicipalityInfo, Registry, open_registry
from bot.registry.searching import MunicipalityMatch
from bot.registry.sites import Site

__all__ = [
    "Card", "MunicipalityInfo", "MunicipalityMatch", "Registry", "RegistryError", "RegistryUnavailableError", "Site",
    "UnknownMunicipalityError", "open_registry",
]
