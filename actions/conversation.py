"""Courtesies, moves in words, choices on screen and what was not understood."""

from actions.guidance_action import GuidanceAction
from bot.guidance import talk


class ActionGreet(GuidanceAction):
    """Opens the conversation, or returns a hello."""

    answer = staticmethod(talk.greet)

    def name(self) -> str:
        """The name in the domain."""
        return "action_greet"


class ActionConverse(GuidanceAction):
    """Answers courtesies and questions about the assistant."""

    answer = staticmethod(talk.converse)

    def name(self) -> str:
        """The name in the domain."""
        return "action_converse"


class ActionWalk(GuidanceAction):
    """Moves in the walk: next, back, skip, more, change, start over, stop."""

    answer = staticmethod(talk.move)

    def name(self) -> str:
        """The name in the domain."""
        return "action_walk"


class ActionShowPlan(GuidanceAction):
    """Shows the person's own plan."""

    answer = staticmethod(talk.ask_summary)

    def name(self) -> str:
        """The name in the domain."""
        return "action_show_plan"


class ActionFallBack(GuidanceAction):
    """Asks what was meant, teaches by example, then offers a person to call."""

    answer = staticmethod(talk.fall_back)

    def name(self) -> str:
        """The name in the domain."""
        return "action_fall_back"


class ActionChoose(GuidanceAction):
    """Carries out a choice on screen."""

    answer = staticmethod(talk.fall_back)

    def name(self) -> str:
        """The name in the domain."""
        return "action_choose"
