"""What happens when a person picks one of the offered choices."""

from __future__ import annotations

from bot.guidance import walk
from bot.guidance.alarm import emergency, meet_wishes
from bot.guidance.beside import beside, fact, local_title, mirror, response, settle
from bot.guidance.content import Content
from bot.guidance.heard import Heard, with_role
from bot.guidance.model import Offer, Reply, Situation
from bot.guidance.walk import arrive, go, move_offer, question_of, show, step_of

REDO = {"q.role": "role", "q.concern": "concern", "q.danger": "acute", "q.goal": "goal", "q.age": "age",
        "q.place": "municipality", "q.employment": "employment"}

# The one answer after which what was wished for besides is taken up again.
NO_DANGER = "set:acute=no"
NONE_OF_THESE = "move:none_of_these"


def choose(content: Content, person: Situation, option: str) -> Reply:
    """The reply to a choice, by the kind that its id begins with."""
    kind, _, value = option.partition(":")
    # "None of these" is a miss, like what led to it.
    person = person.but(misses=person.misses if option == NONE_OF_THESE else 0, alarm=None)
    if option != NO_DANGER:
        person = person.but(wishes=())
    if kind == "set":
        return set_slot(content, person, *value.split("=", 1))
    if kind == "go":
        return visit(content, person, value)
    if kind == "move":
        return MOVES[value](content, person)
    if kind == "intent":
        from bot.guidance.talk import answer_to  # talk carries out choices, here

        return answer_to(value)(content, person, Heard(value, concerns=_concern_of(value)))
    if kind == "more":
        return beside(content, person, fact(content, f"utter_{value}_more"))
    if kind == "concern":
        return take_concern(content, person, value)
    if kind == "pick":
        return pick(content, person, value)
    if kind == "danger":
        again = person.acute == "unsure"
        level = "act" if value == "yes" else "today" if again else "ask"
        return emergency(content, person.but(acute=value), "general", level)
    if kind == "today":
        return emergency(content, person, value, "today")
    raise KeyError(option)


def _concern_of(intent: str) -> tuple[str, ...]:
    return (intent.removeprefix("concern_"),) if intent.startswith("concern_") else ()


def set_slot(content: Content, person: Situation, slot: str, value: str) -> Reply:
    """A question's answer, also when it is given later than asked."""
    person = with_role(person.but(**{slot: int(value) if slot == "age" else value}))
    if slot == "municipality":
        person = person.but(district=None)
    if slot == "goal" and not question_of(content, person):
        return show(content, arrive(content, person, walk.START))
    if len(person.wishes) == 1:
        return choose(content, person, f"intent:{person.wishes[0]}")
    if person.wishes:
        return meet_wishes(content, person)
    if slot == "acute" and step_of(content, person):
        return show(content, person)
    return show(content, settle(content, person))


def visit(content: Content, person: Situation, node: str) -> Reply:
    """A named node; a question visited again is open again."""
    if node == walk.START:
        goal = None if person.goal in ("contact", "support") else person.goal
        return show(content, arrive(content, person.but(goal=goal or "prepare"), walk.START))
    if node.startswith("q."):
        question = content.questions[node.removeprefix("q.")]
        back = person.node if step_of(content, person) else person.resume
        if question.id in (*walk.INTAKE, "which_concern"):
            back = walk.START
        cleared = person.but(
            **{question.slot: None, "skipped": tuple(q for q in person.skipped if q != question.id)}
        )
        if question.slot == "concern":
            # Of several worries one may be picked anew; a worry told anew begins with none.
            cleared = cleared.but(concerns=person.concerns if question.id == "which_concern" else (), picks=())
        return show(content, go(cleared, node, back or walk.START))
    return show(content, arrive(content, person, node))


def take_concern(content: Content, person: Situation, concern: str) -> Reply:
    """The concern to begin with, mirrored; a change of concern starts its guide from the beginning."""
    changed = person.concern not in (None, concern)
    person = person.but(concern=concern, concerns=tuple(dict.fromkeys([*person.concerns, concern])))
    if changed:
        person = person.but(picks=())
    resume = person.resume or walk.START
    target = walk.START if changed or not question_of(content, person) else resume
    here = show(content, arrive(content, person, target))
    return Reply(here.situation, [mirror(content, person), *here.parts], here.offers, here.input)


def pick(content: Content, person: Situation, value: str) -> Reply:
    """A sentence for the plan, and back to the page it was picked from."""
    person = person.but(picks=tuple(dict.fromkeys([*person.picks, value])))
    return Reply(person, [response("utter_picked")], show(content, person).offers)


def offer_picks(content: Content, person: Situation) -> Reply:
    """The sentences on the page as choices."""
    step = step_of(content, person)
    if step is None or not step.lists:
        return show(content, person)
    listing = step.lists[0]
    page = walk.numbered(content, person, listing.of)[person.page * listing.shows :][: listing.shows]
    offers = [walk.offer_in(content, f"pick:{listing.of}:{number}", text, walk.HOME) for number, text in page]
    return Reply(person, [response("utter_pick")], [*offers, move_offer(content, "return")])


def onward(content: Content, person: Situation) -> Reply:
    """The next step of the walk; at a question, past it where it can be done without, or the question once more."""
    question = question_of(content, person)
    if question and question.id in GOES_ON_WITH:
        return choose(content, person, GOES_ON_WITH[question.id])
    if question and question.id == "which_concern":
        return take_concern(content, person, person.concerns[0])
    if question:
        # Danger is the one question that cannot be passed by going on.
        hint = [response("utter_fall_back_danger")] if question.id == "danger" else []
        return beside(content, person, hint)
    node = walk.next_node(content, person)
    if node:
        return show(content, arrive(content, person, node))
    # At the end of a path to the side, on is back to the talk that was begun.
    aside = person.node not in walk.main_nodes(content, person) and (person.concern or person.concerns)
    return main(content, person) if aside else offer_menu(content, person)


def backward(content: Content, person: Situation) -> Reply:
    """The node before this one; a question on the way back is open again."""
    if not person.trail:
        return beside(content, person, [response("utter_nothing_before")])
    *trail, last = person.trail
    if last.startswith("q."):
        person = visit(content, person, last).situation
    return show(content, person.but(node=last, trail=tuple(trail), page=0))


def skip(content: Content, person: Situation) -> Reply:
    """Past this: a question stays unanswered, a step unread."""
    question = question_of(content, person)
    if question is None:
        return onward(content, person)
    if question.id == "place":
        return show(content, go(person, "lines.all"))
    person = person.but(skipped=(*person.skipped, question.id))
    if question.slot == "concern":
        person = person.but(concern="unspecified")
    return show(content, arrive(content, person, person.resume or walk.START))


def unsure(content: Content, person: Situation) -> Reply:
    """Nobody has to know: what can be left open is left open, danger is taken seriously."""
    question = question_of(content, person)
    if question and question.id == "danger":
        return choose(content, person, "danger:unsure")
    if question and question.id == "which_concern":
        return take_concern(content, person, person.concerns[0])
    if question and question.id == "goal":
        return choose(content, person, GOES_ON_WITH["goal"])
    return skip(content, person)


def more(content: Content, person: Situation) -> Reply:
    """The next page of the step's lines; after the last one, and where there are none, that is said."""
    step = step_of(content, person)
    if step is None:
        return show(content, settle(content, person), "simpler")
    if walk.has_more(content, person, step):
        return show(content, person.but(page=person.page + 1))
    here = show(content, person.but(page=0))
    said = "utter_more_from_the_first" if step.lists else "utter_no_more_here"
    return Reply(here.situation, [response(said), *here.parts], here.offers)


def offer_menu(content: Content, person: Situation) -> Reply:
    """Everything else one can do here."""
    return beside(
        content, person, [response("utter_menu")], *walk.offers_of(content, person, content.opening.menu)
    )


def offer_changes(content: Content, person: Situation) -> Reply:
    """The answers given so far, each of which can be given again."""
    given = [node for node, slot in REDO.items() if getattr(person, slot) is not None]
    offers = [Offer(f"go:{node}", content.questions[node.removeprefix("q.")].again[0].say) for node in given]
    offers = [Offer(offer.option, content.speak(offer.title, person)) for offer in offers]
    if not offers:
        return beside(content, person, [response("utter_nothing_before")])
    return Reply(person, [response("utter_changed_answer")], [*offers, move_offer(content, "return")])


def restart(content: Content, person: Situation) -> Reply:
    """From the beginning, with nothing remembered."""
    from bot.guidance.talk import welcome

    return welcome(content, Situation())


def stop(content: Content, person: Situation) -> Reply:
    """Out of the guide; what was said stays, and one can go on with something else."""
    goal = content.questions["goal"]
    person = person.but(goal=None, node="q.goal", resume=walk.START, page=0)
    here = walk.ask(content, person, goal, "again")
    return Reply(person, [response("utter_stopped"), *here.parts], [*here.offers, move_offer(content, "restart")])


def here(content: Content, person: Situation) -> Reply:
    """The same place once more, in full."""
    return show(content, settle(content, person))


def resume(content: Content, person: Situation) -> Reply:
    """On after an alarm; nobody who has told of danger is asked what worries them as if they had said nothing."""
    reply = here(content, person)
    question = question_of(content, reply.situation)
    if question is None or question.id != "concern":
        return reply
    offers = [*reply.offers, Offer(f"go:{walk.CONTACTS}", local_title(content))]
    return Reply(reply.situation, [response("utter_anything_else")], offers, reply.input)


def main(content: Content, person: Situation) -> Reply:
    """From a side step back into the nine stages, or to what is still to be asked."""
    node = walk.last_main_node(content, person)
    return show(content, go(person, node) if node else arrive(content, person, walk.START))


def simpler(content: Content, person: Situation) -> Reply:
    """The same place in plainer words."""
    return show(content, settle(content, person), "simpler")


def none_of_these(content: Content, person: Situation) -> Reply:
    """No guess was right: taught by an example instead."""
    from bot.guidance.answering import teach

    return teach(content, person)


# Where "go on" has one obvious meaning.
GOES_ON_WITH = {"concern": "move:skip", "goal": "set:goal=prepare", "age": "move:skip", "employment": "move:skip"}
MOVES = {
    "next": onward, "back": backward, "skip": skip, "more": more, "menu": offer_menu, "change": offer_changes,
    "restart": restart, "stop": stop, "repeat": here, "return": here, "resume": resume, "simpler": simpler,
    "meant_otherwise": here, "main": main, "unsure": unsure,
    "pick": offer_picks, "none_of_these": none_of_these,
}
