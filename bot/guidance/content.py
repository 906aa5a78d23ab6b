"""Reading the content files: YAML in, checked content out, errors with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from bot.guidance.content_files import ContentError, read_file, read_yaml
from bot.guidance.model import (
    Base,
    Concern,
    ConcernWords,
    Opening,
    OtherLanguage,
    OtherLanguages,
    Path,
    Question,
    Relations,
    Section,
    Situation,
    Step,
)

GUIDES = FilePath(__file__).parent / "guides"
RESPONSES = FilePath(__file__).parent.parent / "responses"
# What another language lacks is shown in this one, marked as such.
HOME = "sv"


@dataclass(frozen=True)
class Naming:
    """How the young person, the worry and a wish are spoken of in one language."""

    relations: Relations
    shorts: Mapping[str, str]
    intents: Mapping[str, str]


@dataclass(frozen=True)
class Content:
    """All guidance in one language. `home` are the words for texts that are shown in Swedish all the same."""

    language: str
    opening: Opening
    base: Base
    relations: Relations
    concerns: Mapping[str, Concern]
    paths: Mapping[str, Path]
    intent_names: Mapping[str, str]
    next_after: Mapping[str, tuple[str, ...]]
    responses: frozenset[str]
    law_texts: Mapping[str, str]
    languages: Mapping[str, str]
    others: Mapping[str, OtherLanguage]
    home: Naming

    def language_of(self, section: str) -> str:
        """The language that a section's texts are written in."""
        return self.languages.get(section, HOME)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Questions by id."""
        return {question.id: question for question in self.opening.questions}

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """Stages and paths by id."""
        return {s.id: s for s in self.base.stages} | {p.section.id: p.section for p in self.paths.values()}

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """Steps by node name, `stage.step`."""
        return {f"{s.id}.{step.id}": step for s in self.sections.values() for step in s.steps}

    @cached_property
    def main_nodes(self) -> tuple[str, ...]:
        """The nodes of the nine stages in walking order, side steps left out."""
        return tuple(f"{s.id}.{step.id}" for s in self.base.stages for step in s.steps if not step.aside)

    def speak(self, text: str, person: Situation, language: str | None = None) -> str:
        """The text, written in `language` or that of the content, with the young person named as this adult does."""
        if "{" not in text:
            return text
        at_home = language == HOME
        relations = self.home.relations if at_home else self.relations
        key = person.relation if person.relation in relations.who else None
        who = relations.who[key] if key else relations.by_role.get(person.role or "", relations.by_role["default"])
        pronoun = person.pronoun or relations.pronoun_of.get(person.relation or "", "hen")
        if who == relations.by_role["default"]:
            # Nothing closer was said than he or she.
            who = relations.by_pronoun.get(pronoun, who)
        hen, honom, hans = relations.pronouns[pronoun]
        concern = self.concerns.get(person.concern or "")
        short = concern and (self.home.shorts[concern.id] if at_home else concern.short)
        values = {
            "who": who, "Who": who[:1].upper() + who[1:], "hen": hen, "Hen": hen.capitalize(), "honom": honom,
            "hans": hans, "concern": short or "",
            "aged": relations.aged.replace("{age}", str(person.age)) if person.age is not None else "",
        }
        return text.format_map(values)


def read_responses(folder: FilePath) -> dict[str, dict[str, Any]]:
    """The short texts: response name → its first variant."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(folder.glob("*.yml")):
        data = read_yaml(file)
        for name, variants in (data or {}).get("responses", {}).items():
            if name in found:
                raise ContentError(f"{file.name}: {name} finns redan i en annan fil. Ta bort den ena.")
            found[name] = variants[0]
    return found


def _find(guides: FilePath, language: str, name: str) -> tuple[FilePath, str]:
    own = guides / language / name
    return (own, language) if own.exists() else (guides / HOME / name, HOME)


def read_concern(file: FilePath) -> Concern:
    """A concern under the name of its file. Raises ContentError."""
    concern = read_file(file, Concern)
    if concern.id != file.stem:
        raise ContentError(f"{file.name}, rad 1: id är {concern.id}, men filen heter {file.stem}. Låt dem vara lika.")
    return concern


def read_content(language: str = HOME, guides: FilePath = GUIDES, responses: FilePath = RESPONSES) -> Content:
    """All content of a language, read from disk and checked part by part. Raises ContentError."""
    concerns = [read_concern(file) for file in sorted((guides / HOME / "concerns").glob("*.yml"))]
    home = Naming(
        read_file(guides / HOME / "relations.yml", Relations),
        {concern.id: concern.short for concern in concerns},
        read_yaml(guides / HOME / "intent_names.yml"),
    )
    if language != HOME:
        concerns = [_in_language(concern, guides / language / "concerns") for concern in concerns]
    concerns.sort(key=lambda concern: concern.order)
    paths, languages = [], {}
    for file in sorted((guides / HOME / "paths").glob("*.yml")):
        chosen, spoken = _find(guides, language, f"paths/{file.name}")
        paths.append(read_file(chosen, Path))
        languages[paths[-1].section.id] = spoken
    opening, languages["opening"] = _find(guides, language, "opening.yml")
    names, languages["intent_names"] = _find(guides, language, "intent_names.yml")
    short_texts = read_responses(responses / HOME)
    return Content(
        language=language,
        opening=read_file(opening, Opening),
        base=read_file(guides / HOME / "base.yml", Base),
        relations=read_file(_find(guides, language, "relations.yml")[0], Relations),
        concerns={concern.id: concern for concern in concerns},
        paths={path.section.id: path for path in paths},
        intent_names=read_yaml(names),
        next_after={
            name: tuple(text.get("metadata", {}).get("next", ())) for name, text in short_texts.items()
        },
        responses=frozenset(short_texts),
        law_texts={name: text["metadata"]["reviewed"] for name, text in short_texts.items() if "§" in text["text"]},
        languages=languages,
        others=read_file(guides / "other_languages.yml", OtherLanguages).languages,
        home=home,
    )


def _in_language(concern: Concern, folder: FilePath) -> Concern:
    file = folder / f"{concern.id}.yml"
    if not file.exists():
        return concern
    words = read_file(file, ConcernWords)
    return concern.model_copy(update={"name": words.name, "short": words.short, "mirror": words.mirror})
