"""Danger, contacts and lines."""

from actions.guidance_action import GuidanceAction
from bot.guidance import talk


class ActionMeetDanger(GuidanceAction):
    """Answers danger before anything else."""

    answer = staticmethod(talk.meet_danger)

    def name(self) -> str:
        """The name in the domain."""
        return "action_meet_danger"


class ActionFindContact(GuidanceAction):
    """Shows the contacts of a place."""

    answer = staticmethod(talk.find_contact)

    def name(self) -> str:
        """The name in the domain."""
        return "action_find_contact"


class ActionShowLines(GuidanceAction):
    """Shows lines for the whole country."""

    answer = staticmethod(talk.show_lines)

    def name(self) -> str:
        """The name in the domain."""
        return "action_show_lines"
