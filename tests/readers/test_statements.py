"""A list costs a fixed number of SQL statements, however long it is."""

import pytest
from sqlalchemy import event

from api.catalogue import CATALOGUE
from api.services.drafting import create
from api.services.publishing import publish
from tests.samples import BARE

MOST = 6
DEEP = "&include=receptions.contacts,studies,contactGroups.worksFor,organization"


@pytest.fixture
def counted(world):
    statements = []

    def count(connection, cursor, statement, *rest):
        statements.append(statement)

    event.listen(world.database.engine, "before_cursor_execute", count)
    yield world, statements
    event.remove(world.database.engine, "before_cursor_execute", count)


def fill(world, number):
    with world.database.writing() as session:
        for index in range(number):
            person = create(
                session,
                CATALOGUE["contacts"],
                organization="kommunforbundet-vasternorrland",
                body={"kind": "person", "name": f"Person {index}", "email": "x@example.se", "worksFor": "timra-kommun"},
            )
            publish(session, person.id)
            item = create(
                session,
                CATALOGUE["news"],
                organization="kommunforbundet-vasternorrland",
                body={
                    "title": {"sv": f"Nyhet {index}"},
                    "lead": {"sv": "L"},
                    "body": {"sv": "B"},
                    "receptions": ["mika", "kast"],
                    "municipalities": ["2281"],
                    "studies": ["ibland-kan-det-vara-mot-betalning"],
                    "contactGroups": [{"heading": {"sv": "H"}, "contacts": [str(person.id)]}],
                },
            )
            publish(session, item.id)


def test_twenty_items_and_a_hundred_cost_the_same(counted):
    world, statements = counted
    fill(world, 100)
    costs = {}
    for include in ("", DEEP, f"{DEEP}&reception=mika&municipality=2260,2281"):
        for limit in (20, 100):
            world.add("organizations", BARE["organizations"])  # nothing that was counted before is remembered
            statements.clear()
            assert len(world.get(f"/news?limit={limit}{include}")["items"]) == limit
            costs[include, limit] = len(statements)
        assert costs[include, 20] == costs[include, 100]
    assert max(costs.values()) <= MOST, costs


def test_an_item_costs_no_more(counted):
    world, statements = counted
    world.get("/receptions/mika?include=contacts.worksFor,host.parent")
    assert len(statements) <= MOST
