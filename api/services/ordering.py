"""In which order content comes to be: what is pointed at before what points."""

from graphlib import TopologicalSorter

from api.catalogue import CATALOGUE


def types_in_order() -> list[str]:
    """The types, each after those it points at."""
    needs = {
        content.name: {target for target in content.relations.values() if target != content.name}
        for content in CATALOGUE.values()
    }
    return list(TopologicalSorter(needs).static_order())
