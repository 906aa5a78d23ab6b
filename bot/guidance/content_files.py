"""Reading one content file: YAML in, its shape out, every fault with file, line and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

# The same safe loader in C reads all content in a fraction of the time.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Shape = TypeVar("Shape", bound=BaseModel)


class ContentError(Exception):
    """A content file cannot be used; the message says file, line and what to do."""


class OnceLoader(LOADER):  # type: ignore[misc, valid-type]
    """Refuses a key that stands twice: YAML would quietly keep the last one only."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping, every key once. Raises ConstructorError."""
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                problem = f"nyckeln {key.value} står två gånger"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _find_line(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    line = node.start_mark.line + 1 if node else 1
    for key in location:
        if isinstance(node, yaml.MappingNode):
            node = next((value for name, value in node.value if name.value == str(key)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
        else:
            break
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


SWEDISH_ERRORS = {
    "extra_forbidden": "nyckeln finns inte. Rätta stavningen eller ta bort raden.",
    "missing": "nyckeln saknas. Lägg till den.",
    "literal_error": "värdet är inte ett av de tillåtna: {expected}.",
    "string_type": "här ska det stå en text inom citattecken.",
    "string_pattern_mismatch": (
        "värdet har fel form. Det ska se ut som go:steg.del, move:next, set:goal=prepare eller intent:namn."
    ),
    "date_type": "här ska det stå ett datum som 2026-11-23.",
    "date_from_datetime_parsing": "här ska det stå ett datum som 2026-11-23.",
    "date_parsing": "här ska det stå ett datum som 2026-11-23.",
    "too_short": "listan är tom. Skriv minst en rad.",
    "int_type": "här ska det stå ett heltal.",
    "int_parsing": "här ska det stå ett heltal.",
    "bool_type": "här ska det stå true eller false.",
    "bool_parsing": "här ska det stå true eller false.",
    "value_error": "{error}.",
}
# What the YAML reader says, in words for an editor.
YAML_ERRORS = {
    "expected key": "ett citattecken, ett kolon eller ett indrag är fel",
    "cannot start any token": "här står ett tecken som inte får stå först, ofta en tabb",
    "mapping values are not allowed": "ett kolon för mycket; sätt texten inom citattecken",
    "expected ':'": "ett kolon saknas",
    "unexpected end of stream": "ett citattecken stängs aldrig",
    "expected <block end>": "indraget stämmer inte med raden ovanför",
    "expected ',' or": "ett komma eller en klammer saknas",
    "två gånger": "{problem}; ta bort den ena",
}
OTHER_ERROR = "innehållet har fel form. Jämför med en annan fil av samma slag, se över indrag och bindestreck."


def read_yaml(file: Path) -> Any:
    """The data of a YAML file. Raises ContentError."""
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=OnceLoader)  # noqa: S506 (a safe loader)
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{file.name}: filen går inte att läsa ({error}).") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or error)
        said = next((words for part, words in YAML_ERRORS.items() if part in problem), "filen går inte att läsa här")
        line = mark.line + 1 if mark else 1
        raise ContentError(
            f"{file.name}, rad {line}: {said.format(problem=problem)}. Felet kan också stå på raden ovanför."
        ) from error


def read_file(file: Path, shape: type[Shape]) -> Shape:
    """The file's content in its shape. Raises ContentError with every fault, one per line."""
    data = read_yaml(file)
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        # Only a faulty file is read again, for its line numbers.
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=LOADER)
        faults = []
        for fault in error.errors():
            place = ".".join(str(part) for part in fault["loc"])
            told = {name: str(value).replace(" or ", " eller ") for name, value in fault.get("ctx", {}).items()}
            reason = SWEDISH_ERRORS.get(fault["type"], OTHER_ERROR).format(**told)
            faults.append(f"{file.name}, rad {_find_line(node, fault['loc'])}: {place}: {reason}")
        raise ContentError("\n".join(faults)) from error
