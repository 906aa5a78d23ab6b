"""What conversation tests share."""

import pytest

from bot.guidance.shelf import get_content
from tests.conversations.person import Person


def pytest_collection_modifyitems(items):
    """Whole conversations need the model."""
    for item in items:
        if "conversations" in str(item.path):
            item.add_marker(pytest.mark.model)


@pytest.fixture(scope="session")
def content():
    """The guidance as it is read by the server."""
    return get_content()


@pytest.fixture
def someone(live_server):
    """Starts a conversation: `someone()` or `someone(site="demo")`."""
    return lambda **options: Person(live_server.url, **options)
