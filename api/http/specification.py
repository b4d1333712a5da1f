"""The OpenAPI document as it is served: the one checked in, with this server's address in it."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import yaml

from api.http.preface import SERVER

FILE = Path(__file__).parent.parent.parent / "openapi.yaml"


def to_yaml(document: dict[str, Any]) -> str:
    """The document as YAML, keys in their order."""
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


@lru_cache(maxsize=4)
def as_yaml(server: str) -> bytes:
    """The document for readers of this address, as YAML."""
    return FILE.read_text(encoding="utf-8").replace(SERVER, server).encode()


@lru_cache(maxsize=4)
def as_json(server: str) -> bytes:
    """The document for readers of this address, as JSON."""
    return orjson.dumps(load()).replace(SERVER.encode(), server.encode())


@lru_cache(maxsize=1)
def load() -> dict[str, Any]:
    """The document that is checked in."""
    document: dict[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  # a safe loader
    return document


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # the C one where it is built
    """Writes every value out: readers should not have to follow anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C one where it is built
    """Leaves dates as text, as JSON has them."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
