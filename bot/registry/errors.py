"""What can go wrong in the registry, one error per thing a caller can act on."""

from __future__ import annotations


class RegistryError(Exception):
    """Anything the registry refuses; the message is a Swedish sentence with a remedy."""


class RegistryUnavailableError(RegistryError):
    """The database cannot be reached or is not a registry."""


class UnknownMunicipalityError(RegistryError):
    """No municipality has this code."""


class FileRefusedError(RegistryError):
    """A file as a whole cannot be read: too big, wrong kind, wrong encoding, wrong columns."""
