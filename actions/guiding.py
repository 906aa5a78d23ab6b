"""Worries, answers and advice for the talk."""

from actions.guidance_action import GuidanceAction
from bot.guidance import talk


class ActionHearConcern(GuidanceAction):
    """Mirrors a worry and begins the walk."""

    answer = staticmethod(talk.hear_concern)

    def name(self) -> str:
        """The name in the domain."""
        return "action_hear_concern"


class ActionAnswer(GuidanceAction):
    """Takes an answer to the question that was asked."""

    answer = staticmethod(talk.answer)

    def name(self) -> str:
        """The name in the domain."""
        return "action_answer"


class ActionGiveTips(GuidanceAction):
    """Gives advice for the talk."""

    answer = staticmethod(talk.give_tips)

    def name(self) -> str:
        """The name in the domain."""
        return "action_give_tips"


class ActionExplain(GuidanceAction):
    """Answers a question about facts beside the walk."""

    answer = staticmethod(talk.explain)

    def name(self) -> str:
        """The name in the domain."""
        return "action_explain"
