"""Reading while an editor publishes: how much is left of the quiet rate, and whether anything untrue is told."""

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial

from tests.bench import servers, targets
from tests.bench.asked import EMBEDDING, LIST, SLUG
from tests.bench.background import repeating
from tests.bench.client import Client
from tests.bench.editor import Editor
from tests.bench.load import Candidate, interleaved
from tests.bench.options import Options
from tests.bench.report import Line

#: Seconds between one act of the editor and the next: where the rate is measured, and where truth is.
_PAUSE = 1.0
_SHORT_PAUSE = 0.1
_CHECKERS = 3


def run(options: Options) -> Sequence[Line]:
    database = f"sqlite:///{options.folder / 'writes.db'}"
    with servers.ours(options.folder, database) as house, Editor(house, database) as editor:
        lines = [
            _rates(name, Candidate(house.url + path), editor, options)
            for name, path in {"item": EMBEDDING, "list": LIST}.items()
        ]
        return [*lines, *_truth(house.url, editor, options)]


def _rates(name: str, candidate: Candidate, editor: Editor, options: Options) -> Line:
    quiet = partial(candidate.rate, options.seconds)

    def busy() -> float:
        with repeating(partial(editor.change_news, SLUG), _PAUSE):
            return quiet()

    rates = interleaved({"quiet": quiet, "busy": busy}, options.rounds)
    return Line(f"{name} while publishing", rates["busy"], "req/s", "quiet", rates["quiet"], targets.WRITES_RATE)


class Checker:
    """Knows the newest version whose publication was answered, and counts answers that tell an older one."""

    def __init__(self) -> None:
        self.newest = self.published = 0
        #: Whether each answer was untrue.
        self.found: list[bool] = []

    def publish(self, editor: Editor) -> None:
        self.newest = editor.change_news(SLUG)
        self.published += 1

    def look(self, client: Client) -> None:
        """Ask for the item; whatever was published before that, the answer has to know."""
        known = self.newest
        self.found.append(client.ask(EMBEDDING).json["version"] < known)


def _truth(url: str, editor: Editor, options: Options) -> Sequence[Line]:
    """Load on the item, an editor who hardly rests, and some who check what they are told."""
    checker = Checker()
    with ExitStack() as stack:
        stack.enter_context(repeating(partial(checker.publish, editor), _SHORT_PAUSE))
        for _ in range(_CHECKERS):
            client = stack.enter_context(Client(url))
            stack.enter_context(repeating(partial(checker.look, client)))
        Candidate(url + EMBEDDING).rate(options.seconds * options.rounds)
    return [
        Line("untrue answers", sum(checker.found), "", target=targets.WRITES_UNTRUE),
        Line("  answers checked", len(checker.found), ""),
        Line("  publications meanwhile", checker.published, ""),
    ]
