"""Finished answers, given again: held against Granian alone, files in nginx, and the reference."""

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial

from tests.bench import servers, targets
from tests.bench.asked import ASKED, candidate, require_same_texts, unchanged
from tests.bench.load import Candidate, interleaved
from tests.bench.nginx import nginx
from tests.bench.options import Options
from tests.bench.recording import record_answers, record_files
from tests.bench.report import Line

#: What the house is held against, and what it wants of itself there.
_AGAINST = {
    "bare Granian": targets.WARM_BARE,
    "nginx": targets.WARM_NGINX,
    "reference": targets.WARM_REFERENCE,
}


def run(options: Options) -> Sequence[Line]:
    folder = options.folder
    answers, files = folder / "answers.json", folder / "files"
    names = {_file(name): path for name, path in ASKED.items()}
    with ExitStack() as stack:
        house = stack.enter_context(servers.ours(folder, f"sqlite:///{folder / 'warm.db'}"))
        record_answers(house.url, ASKED.values(), answers)
        record_files(house.url, names, files)
        bare = stack.enter_context(servers.bare(folder, answers))
        static = stack.enter_context(nginx(folder, files, next(iter(names))))
        other = stack.enter_context(servers.reference(folder, f"sqlite:///{folder / 'reference.db'}"))
        lines = []
        for name, path in ASKED.items():
            require_same_texts(house.url + path, other.url + path)
            told = candidate(house.url + path)
            candidates = {
                "ours": told,
                "bare Granian": Candidate(bare.url + path, told.body),
                "nginx": Candidate(f"{static.url}/{_file(name)}", told.body),
                "reference": candidate(other.url + path),
            }
            rates = _rates(candidates, options)
            lines += [
                Line(name, rates["ours"], "req/s", against, rates[against], target)
                for against, target in _AGAINST.items()
            ]
        item, path = next(iter(ASKED.items()))
        rates = _rates(
            {"ours": unchanged(house.url + path), "nginx": unchanged(f"{static.url}/{_file(item)}")}, options
        )
    lines.append(Line(f"{item}, 304", rates["ours"], "req/s", "nginx", rates["nginx"], targets.WARM_UNCHANGED))
    return lines


def _file(name: str) -> str:
    return f"{name.replace(' ', '-')}.json"


def _rates(candidates: dict[str, Candidate], options: Options) -> dict[str, float]:
    return interleaved({name: partial(each.rate, options.seconds) for name, each in candidates.items()}, options.rounds)
