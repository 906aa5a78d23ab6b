"""Where a person is in the guidance, what comes next, and what that step shows."""

from __future__ import annotations

from typing import Any

from bot.guidance.content import HOME, Content
from bot.guidance.model import Choice, Offer, Question, Reply, Situation, Step, fitting, pick_text

START = "start"
CONTACTS = "contacts.here"
SUPPORT = "support.start"
YOUNG = "young.start"
PLAN = "plan.mine"
REHEARSAL = "rehearse.start"
MENU = "menu"
INTAKE = ("role", "concern", "danger", "goal")
# A tail long enough for anyone to walk all the way back, short enough to keep the sealed state small.
TRAIL = 40


def question_of(content: Content, person: Situation) -> Question | None:
    """The question the person has been asked, if the last thing said was one."""
    node = person.node or ""
    return content.questions.get(node.removeprefix("q.")) if node.startswith("q.") else None


def step_of(content: Content, person: Situation) -> Step | None:
    """The step the person is at, if any."""
    return content.steps.get(person.node or "")


def is_open(content: Content, person: Situation, question: str) -> bool:
    """Whether this still has to be asked: not answered, not skipped, and meant for this role."""
    asked = content.questions[question]
    if asked.roles and person.role not in asked.roles:
        return False
    return getattr(person, asked.slot) is None and question not in person.skipped


def go(person: Situation, node: str, resume: str | None = None) -> Situation:
    """The person moved to a node, the way back remembered."""
    if node == person.node:
        return person.but(resume=resume, page=0)
    trail = (*person.trail, person.node)[-TRAIL:] if person.node else person.trail
    return person.but(node=node, resume=resume, page=0, trail=trail)


def arrive(content: Content, person: Situation, target: str) -> Situation:
    """The person at the target, or at the first question that the target needs answered."""
    if target == START:
        if person.role == "young_person":
            return go(person, YOUNG)
        if len(person.concerns) > 1 and person.concern is None:
            return go(person, "q.which_concern", START)
        needs: tuple[str, ...] = INTAKE
    elif target.startswith("q."):
        return go(person, target, person.resume)
    else:
        needs = content.steps[target].needs
    for question in needs:
        if is_open(content, person, question):
            return go(person, f"q.{question}", target)
    if target != START:
        return go(person, target)
    goals = {"contact": CONTACTS, "support": SUPPORT, "rehearse": REHEARSAL}
    return arrive(content, person, goals.get(person.goal or "", main_nodes(content, person)[0]))


def main_nodes(content: Content, person: Situation) -> list[str]:
    """The nodes of the nine stages that belong to this person's walk, in order."""
    return [node for node in content.main_nodes if content.steps[node].fits(person)]


def last_main_node(content: Content, person: Situation) -> str | None:
    """Where in the nine stages the person was before stepping aside."""
    order = main_nodes(content, person)
    return next((node for node in reversed(person.trail) if node in order), None)


def next_node(content: Content, person: Situation) -> str | None:
    """The node after the person's own: in the walk, or in the path they are on; None at the end."""
    node = person.node or ""
    step = content.steps.get(node)
    if step is None:
        return None
    order = main_nodes(content, person)
    if node in order:
        following = order[order.index(node) + 1 :]
        return following[0] if following else None
    if step.aside:
        anchor = last_main_node(content, person)
        return order[order.index(anchor) + 1] if anchor and anchor != order[-1] else None
    section = node.split(".")[0]
    siblings = [f"{section}.{other.id}" for other in content.sections[section].steps if not other.aside]
    following = siblings[siblings.index(node) + 1 :]
    return following[0] if following else None


def numbered(content: Content, person: Situation, name: str) -> list[tuple[int, str]]:
    """All lines of a list for this person, the concern's own first, each with its place in the files.

    The place stays the same when more becomes known about the person, so that a picked sentence stays that sentence.
    """
    concern = content.concerns.get(person.concern or "")
    own = concern.lists.get(name, ()) if concern else ()  # type: ignore[call-overload]
    base = content.base.lists.get(name, ())  # type: ignore[call-overload]
    places = {id(line): number for number, line in enumerate([*own, *base])}
    found: dict[str, int] = {}
    for line in [*fitting(own, person), *fitting(base, person)]:
        found.setdefault(line.say, places[id(line)])
    return [(number, content.speak(say, person, HOME)) for say, number in found.items()]


def listed(content: Content, person: Situation, name: str) -> list[str]:
    """The texts of a list for this person, in order."""
    return [text for _, text in numbered(content, person, name)]


def offer_in(content: Content, option: str, title: str, language: str) -> Offer:
    """An offer whose title is written in `language`."""
    return Offer(option, title, None if language == content.language else language)


def intent_offer(content: Content, intent: str) -> Offer:
    """The offer to answer as if the person had written that."""
    return offer_in(content, f"intent:{intent}", content.intent_names[intent], content.language_of("intent_names"))


def as_offer(content: Content, person: Situation, choice: Choice, language: str | None = None) -> Offer | None:
    """The choice as this person sees it, or None when it is not meant for them."""
    title = pick_text(choice.title, person)
    if not title:
        return None
    return offer_in(content, choice.option, content.speak(title, person, language), language or content.language)


def offers_of(
    content: Content, person: Situation, choices: tuple[Choice, ...], language: str | None = None
) -> list[Offer]:
    """The choices that are meant for this person; `language` is what they are written in if not the content's."""
    found = (as_offer(content, person, choice, language) for choice in choices)
    return [offer for offer in found if offer]


def move_offer(content: Content, move: str) -> Offer:
    """One of the moves that exist at every step, under its own title."""
    return Offer(f"move:{move}", content.opening.moves[move])


def text_part(text: str, language: str) -> dict[str, Any]:
    """A message of plain text."""
    return {"type": "text", "text": text, "lang": language}


def list_part(
    content: Content, person: Situation, name: str, title: str, start: int, shows: int
) -> dict[str, Any] | None:
    """Lines of a list from `start` as a message: sentences to say, things to avoid, or a plain text of points."""
    lines = listed(content, person, name)[start : start + shows]
    if not lines:
        return None
    if name == "avoid":
        return {"type": "avoid", "title": title, "items": lines, "lang": HOME}
    if name in ("behind", "over_read", "watch", "this_week"):
        return text_part("\n".join([title, *lines] if title else lines), HOME)
    return {"type": "phrases", "title": title, "items": lines, "lang": HOME}


def ask(content: Content, person: Situation, question: Question, how: str = "full") -> Reply:
    """The question with its choices; `again` asks it in fewer words, `simpler` in plainer."""
    wording = {"full": question.text, "again": question.again, "simpler": question.simpler or question.again}[how]
    text = content.speak(pick_text(wording, person) or "", person)
    offers = offers_of(content, person, question.choices)
    if question.id == "concern":
        offers = [Offer(f"concern:{c.id}", c.name) for c in content.concerns.values()] + offers
    if question.id == "which_concern":
        offers = [Offer(f"concern:{c}", content.concerns[c].name) for c in person.concerns]
    return Reply(person, [text_part(text, content.language_of("opening"))], offers, question.input)


def has_more(content: Content, person: Situation, step: Step) -> bool:
    """Whether the step's first list has lines that are not shown yet; it decides how often one can turn the page."""
    first = step.lists[0] if step.lists else None
    return first is not None and len(listed(content, person, first.of)) > (person.page + 1) * first.shows


def step_text(content: Content, person: Situation, step: Step) -> str | None:
    """The step's text: the concern's own where it has one, otherwise the base's."""
    concern = content.concerns.get(person.concern or "")
    own = pick_text(concern.texts.get(person.node or "", ()), person) if concern else None
    text = own or pick_text(step.text, person)
    return content.speak(text, person, HOME if own else _language_at(content, person)) if text else None


def _language_at(content: Content, person: Situation) -> str:
    """The language that the texts of the person's step are written in."""
    return content.language_of((person.node or "").split(".")[0])


def show(content: Content, person: Situation, how: str = "full") -> Reply:
    """What the person's node says, with the choices that lead on."""
    question = question_of(content, person)
    if question:
        return ask(content, person, question, how)
    step = step_of(content, person)
    if step is None:
        raise KeyError(person.node)
    return Reply(person, parts_of(content, person, step, how), step_offers(content, person, step))


def parts_of(content: Content, person: Situation, step: Step, how: str = "full") -> list[dict[str, Any]]:
    """The messages of a step: its text, its lists, and what it shows from the registry."""
    parts: list[dict[str, Any]] = []
    text = step_text(content, person, step)
    if how == "simpler" and step.simpler:
        text = content.speak(pick_text(step.simpler, person) or text or "", person, _language_at(content, person))
    if text and (person.page == 0 or how == "simpler"):
        parts.append(text_part(text, _language_at(content, person)))
    for listing in step.lists if person.page == 0 else step.lists[:1]:
        title = content.speak(pick_text(listing.title, person) or "", person, _language_at(content, person))
        shows = 1 if how == "simpler" else listing.shows
        part = list_part(content, person, listing.of, title, person.page * listing.shows, shows)
        if part:
            parts.append(part)
    if step.shows:
        parts.append({"type": step.shows})
    return parts


def step_offers(content: Content, person: Situation, step: Step) -> list[Offer]:
    """The ways on from a step: onward first, then what belongs to the step, the way back, and everything else."""
    in_walk = person.node in main_nodes(content, person)
    offers: list[Offer] = []
    if next_node(content, person) and not step.aside:
        offers.append(move_offer(content, "next"))
    if has_more(content, person, step):
        offers.append(move_offer(content, "more"))
    offers += offers_of(content, person, step.choices, _language_at(content, person))
    if step.aside or (not in_walk and last_main_node(content, person)):
        offers.append(move_offer(content, "main"))
    elif person.trail:
        offers.append(move_offer(content, "back"))
    return [*offers, move_offer(content, MENU)]


def teaching(content: Content, person: Situation) -> str:
    """Two things that can be written at this very step."""
    step = content.steps[person.node or ""]
    titles = [offer.title for offer in step_offers(content, person, step) if offer.option != f"move:{MENU}"]
    own = [offer.title for offer in offers_of(content, person, step.choices)]
    first, second, *_ = [*own[:1], *titles, *(content.opening.moves[move] for move in ("repeat", MENU))]
    if first == second:
        second = next(title for title in (*titles, content.opening.moves["repeat"]) if title != first)
    return content.opening.teach.format(first=_as_written(first), second=_as_written(second))


def _as_written(title: str) -> str:
    return title[:1].lower() + title[1:].rstrip(".")
