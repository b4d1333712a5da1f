"""A partner's copy, kept as the contract says (section 4), and nothing else known of the house."""

import hashlib
from typing import Any
from urllib.parse import urlencode


class Replica:
    """A copy of a filtered set. `ask` is anything that answers a path with a status and a document."""

    def __init__(self, **filters: Any) -> None:
        self.filters = filters
        self.items: dict[str, dict[str, Any]] = {}
        self.token: str | None = None
        self.fresh: set[str] | None = set()
        self.meta: dict[str, Any] = {}

    def step(self, ask: Any) -> bool:
        """Apply one answer; whether there is more to ask for at once."""
        query = {**self.filters, **({"since": self.token} if self.token else {})}
        status, answer = ask(f"/changes?{urlencode(query, doseq=True)}")
        if status == 410:
            self.token, self.fresh = None, set()
            return True
        assert status == 200, answer
        for each in answer["items"]:
            if each["change"] == "removed":
                self.items.pop(each["id"], None)
            else:
                self.items[each["id"]] = each["item"]
            if self.fresh is not None:
                self.fresh.add(each["id"])
        self.meta, self.token = answer["_meta"], answer["_meta"]["token"]
        if not self.meta["more"] and self.fresh is not None:  # a start is over: what did not come is not there
            self.items = {id: item for id, item in self.items.items() if id in self.fresh}
            self.fresh = None
        return bool(self.meta["more"])

    def catch_up(self, ask: Any) -> None:
        """Apply answers until there are no more."""
        while self.step(ask):
            pass

    @property
    def versions(self) -> dict[str, int]:
        """What it holds: id → version."""
        return {id: item["version"] for id, item in self.items.items()}

    @property
    def digest(self) -> str:
        """What the house should say it is."""
        lines = "".join(sorted(f"{id}:{version}\n" for id, version in self.versions.items()))
        return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"

    def check(self) -> None:
        """It is what the last answer says it should be."""
        assert self.meta["totalRecords"] == len(self.items)
        assert self.meta["digest"] == self.digest
