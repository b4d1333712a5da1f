"""Ways to search."""

import pytest


@pytest.fixture
def search(world):
    """Search; the whole answer."""

    def ask(query, **more):
        answer = world.client.get("/content/v1/search", query_string={"q": query, **more})
        assert answer.status_code == 200, answer.text
        return answer.json

    return ask


@pytest.fixture
def slugs(search):
    """Search; what is found, in order."""
    return lambda query, **more: [each["slug"] for each in search(query, **more)["items"]]


def news(title, lead="Ingress.", body="Text.", **more):
    """A news item in Swedish."""
    return {"title": {"sv": title}, "lead": {"sv": lead}, "body": {"sv": body}, **more}
