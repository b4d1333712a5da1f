"""Whatever is scheduled: until `max-age` has passed, an answer is still what a reader would be told."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties import examples
from tests.samples import CONTENT

PATHS = (
    "/contacts", "/contacts?fields=name", "/contacts/kim", "/studies/en", "/studies?include=contacts", "/studies",
    "/receptions", "/receptions/um", "/receptions/um?include=contacts", "/news", "/news/ett",
    "/news/ett?include=receptions.contacts", "/municipalities", "/organizations?sort=-publishedAt",
)  # fmt: skip
INSTANTS = st.integers(0, 3 * 24 * 3600)


def reviewed(day):
    return {"review": {"reviewBy": f"2026-11-{day}"}}


@pytest.fixture
def busy(world):
    """A world in which much is about to happen within three days."""
    start = world.clock.now

    def later(hours):
        return start + timedelta(hours=hours, seconds=17)

    kim = world.create("contacts", {"kind": "person", "name": "Kim", "email": "kim@example.se", **reviewed(25)})
    world.publish(kim, start=later(5), until=later(30))
    world.add("studies", {"title": {"sv": "En"}, "contacts": [str(kim)], **reviewed(26)})
    content = CONTENT["receptions"] | {"status": "active", "contacts": [{"contact": str(kim), "purpose": "press"}]}
    reception = world.add("receptions", content, slug="um")
    text = {"title": {"sv": "Ett"}, "lead": {"sv": "L"}, "body": {"sv": "B"}, "municipalities": ["2260"]}
    news = world.create("news", {**text, "receptions": [str(reception)]})
    world.publish(news, start=later(9), until=later(50))
    world.save(reception, content | {"shortName": "Nytt"}, slug="um")
    world.publish(reception, start=later(20))
    for number in range(4):
        owner = {"name": {"sv": f"Nummer {number}"}, "kind": "unit", "municipality": "2260"}
        world.add("organizations", owner, start=later(7 * number), until=later(7 * number + 11))
    return world


@examples(60)
@given(path=st.sampled_from(PATHS), second=INSTANTS, millionths=st.integers(0, 999_999), near=st.booleans())
def test_an_answer_stays_true_as_long_as_it_says(busy, path, second, millionths, near):
    start = datetime.fromisoformat("2026-11-24T09:00:00+00:00")
    if near:  # within a minute and a half before a full hour and 17 seconds: where things happen
        second = second - second % 3600 + 17 - second % 90
    busy.clock.now = start + timedelta(seconds=max(second, 0))
    trace = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
    first = busy.client.get(f"/content/v1{path}", headers=trace)
    if first.status_code != 200:
        assert first.headers["Cache-Control"] == "no-store"
        return
    control = first.headers["Cache-Control"]
    # An answer is fresh while it is younger than max-age, not when it is as old (RFC 9111 §4.2).
    longest = first.cache_control.max_age + (0 if "must-revalidate" in control else 30)
    busy.clock.advance(microseconds=millionths * longest)
    assert busy.client.get(f"/content/v1{path}", headers=trace).data == first.data
