"""Many write while one follows: nothing is missed, and the log is seen to grow in order only."""

import threading
import time

from sqlalchemy import select

from api.db import clock
from api.models import Change
from tests.conftest import World, only_on
from tests.copies.replica import Replica

WRITERS = 8
SECONDS = 20


@only_on("postgresql")
def test_eight_write_while_one_follows(world):
    """As fast as everyone can, by the machine's clock."""
    world.database.clock = clock
    live = World(world.database, clock)
    public, stopped = set(), threading.Event()

    def write(number):
        turn = 0
        while not stopped.is_set():
            turn += 1
            entry = live.add("contacts", {"kind": "function", "name": f"{number} {turn}", "email": "ny@example.se"})
            public.add(str(entry))
            if turn % 3 == 0:
                live.unpublish(entry)
                public.discard(str(entry))

    def ask(path):
        response = live.client.get(f"/content/v1{path}")
        return response.status_code, response.json

    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    copy, seen, polls = Replica(type="contacts", batchSize=50), 0, 0
    copy.catch_up(ask)
    before = set(copy.items)
    for writer in writers:
        writer.start()
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with live.database.reading() as session:
            numbers = session.scalars(select(Change.seq).order_by(Change.seq)).all()
        assert numbers == list(range(1, len(numbers) + 1)), "a line that comes before one that was seen already"
        assert len(numbers) >= seen
        seen = len(numbers)
        more = copy.step(ask)
        polls += 1
        if not more:
            copy.check()
    stopped.set()
    for writer in writers:
        writer.join()
    copy.catch_up(ask)
    copy.check()
    assert set(copy.items) - before == public
    assert polls > SECONDS
    assert len(public) > 8 * WRITERS
