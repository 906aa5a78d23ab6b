"""Acute danger: answered before anything else, in every state; the walk waits where it was."""

from __future__ import annotations

from bot.guidance import walk
from bot.guidance.beside import local_title, response
from bot.guidance.content import Content
from bot.guidance.guessing import guesses, offer_guesses
from bot.guidance.heard import Heard, note
from bot.guidance.model import Offer, Reply, Situation
from bot.guidance.walk import move_offer

# What a danger is about, so that nobody who comes back from it is asked what worries them, when nothing else was heard.
CONCERN_OF_DANGER = {"suicide": "mental_health", "violence": "violence"}

# In place of an alarm's level, when the person has said that help is called.
CALLED = "called"
# Courtesies, and "what do I do now".
MET_AFTER_AN_ALARM = ("thank", "goodbye", "feedback_positive", "ask_help", "ask_follow_up")


def meet_danger(content: Content, person: Situation, heard: Heard) -> Reply:
    """Danger comes first; everything said stays, and the person can go on where they were."""
    # The model alone may see a danger that no rule does; then the person is asked, about just that danger.
    suspected = heard.intent.removeprefix("danger_")
    category, level = heard.danger or (suspected, "today" if suspected == "abuse" else "ask")
    person = note(content, person, heard)
    concern = CONCERN_OF_DANGER.get(category)
    if concern and person.concern is None and not person.concerns and person.role != "young_person":
        person = person.but(concern=concern, concerns=(concern,))
    if level == "ask":
        person = person.but(wishes=_wishes(content, person, heard))
    return emergency(content, person, category, level)


def _wishes(content: Content, person: Situation, heard: Heard) -> tuple[str, ...]:
    """What the message was about besides, to come back to when there is no danger.

    The concern that the situation has already needs no offer: the talk goes on with it.
    """
    wishes = guesses(content, person, heard.likely)
    return () if wishes == (f"concern_{person.concern}",) else wishes


def meet_wishes(content: Content, person: Situation) -> Reply:
    """There was no danger: what the person had written about is offered."""
    offers = [*offer_guesses(content, person.wishes), move_offer(content, "resume")]
    return Reply(person.but(wishes=()), [response("utter_after_no_danger")], offers)


def emergency(content: Content, person: Situation, category: str, level: str) -> Reply:
    """The fixed emergency reply with the ways on from it."""
    parts = [{"type": "emergency", "category": category, "level": level}]
    offers = _ways_on(content)
    if level == "ask":
        asked = [Offer(choice.option, choice.title[0].say) for choice in content.questions["danger"].choices]
        offers = [*asked, offers[1]]
    return Reply(person.but(alarm=(category, level)), parts, offers)


def is_asked_about_danger(person: Situation) -> bool:
    """Whether an emergency reply ended in a question that is still to be answered."""
    return person.alarm is not None and any(option == "danger:yes" for option, _ in person.offered)


def after_danger(content: Content, person: Situation) -> Reply:
    """Somebody who comes back from an emergency is met before anything is asked again.

    Who has said that help is called is told what to do until it comes, and that there is support for themselves.
    """
    if person.alarm is None or person.alarm[1] != CALLED:
        return Reply(person.but(alarm=None), [response("utter_after_danger")], _ways_on(content))
    support = next(c for c in content.questions["goal"].choices if c.option == "set:goal=support")
    own = () if person.role == "young_person" else walk.offers_of(content, person, (support,))
    offers = [*_ways_on(content), *own]
    return Reply(person.but(alarm=None), [response("utter_until_help_comes")], offers)


def _ways_on(content: Content) -> list[Offer]:
    return [move_offer(content, "resume"), Offer(f"go:{walk.CONTACTS}", local_title(content))]


def meet_news(content: Content, person: Situation, heard: Heard) -> Reply | None:
    """What is told right after an alarm is met as such; None when it is for the ordinary answers."""
    if person.alarm is None:
        return None
    category, _ = person.alarm
    if heard.alarm_news == "goes_on":
        return emergency(content, person, heard.danger[0] if heard.danger else category, "act")
    if heard.alarm_news == "cannot_call":
        card = card_again(content, person, person.alarm)
        return Reply(card.situation, [response("utter_cannot_call"), *card.parts], card.offers)
    if heard.alarm_news == "called":
        return Reply(person.but(alarm=(category, CALLED)), [response("utter_help_is_called")], _ways_on(content))
    if heard.alarm_news == "found" and category == "missing":
        return not_now(content, person, category)
    return None


def card_again(content: Content, person: Situation, alarm: tuple[str, str]) -> Reply:
    """The emergency reply that was given, once more."""
    category, level = alarm
    return emergency(content, person, category, "act" if level == CALLED else level)


def meet_again(content: Content, person: Situation, heard: Heard) -> Reply | None:
    """What is said to the one who was just alarmed; "what do I do now" is then no question about a talk once had."""
    return after_danger(content, person) if person.alarm and heard.intent in MET_AFTER_AN_ALARM else None


def told_to_call(person: Situation) -> str | None:
    """The kind of danger about which somebody has just been told to call 112 now."""
    category, level = person.alarm or (None, None)
    return category if level == "act" else None


def not_now(content: Content, person: Situation, category: str) -> Reply:
    """A no to "call 112 now": today's help for what has happened, or on with the talk if something else was meant."""
    offers = [Offer(f"today:{category}", content.opening.moves["today"]), move_offer(content, "meant_otherwise"),
              Offer(f"go:{walk.CONTACTS}", local_title(content))]
    return Reply(person.but(alarm=None), [response("utter_not_now")], offers)
