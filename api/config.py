"""Every setting of the house, read once from the environment. The README's table is tested against this page."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any
from urllib.parse import urlsplit


def setting(variable: str, default: str, meaning: str, **kwargs: Any) -> Any:
    """A field that is read from `variable`; `meaning` is its line in the README."""
    return field(default=default, metadata={"variable": variable, "meaning": meaning}, **kwargs)


@dataclass(frozen=True)
class Config:
    """The settings as text, exactly as the environment gives them; properties read what is more than text.

    Raises ValueError at start for a value that cannot be used.
    """

    host: str = setting("HOST", "127.0.0.1", "address the server listens on")
    port: str = setting("PORT", "8000", "port the server listens on")
    workers: str = setting("WORKERS", "1", "number of server processes")
    threads: str = setting("CONTENT_THREADS", "", "requests a process works on at a time; unset: 2 on SQLite, else 4")
    database_url: str = setting(
        "CONTENT_DATABASE_URL", "sqlite:///var/content.db", "where content is kept: `sqlite:///…` or `postgresql://…`"
    )
    public_url: str = setting(
        "CONTENT_PUBLIC_URL", "", "address readers know this API by, start of every link; unset: `http://HOST:PORT`"
    )
    secret: str = setting(
        "CONTENT_SECRET", "", "signs preview tokens and the tokens of copies; unset: made once and kept in the database"
    )
    rate_limit: str = setting(
        "CONTENT_RATE_LIMIT", "6000/minute", "requests one address may make; `0` switches the limit off"
    )
    trusted_proxies: str = setting(
        "CONTENT_TRUSTED_PROXIES", "", "networks whose `Forwarded` header is believed, comma-separated, as `10.0.0.0/8`"
    )
    cache_mib: str = setting(
        "CONTENT_CACHE_MIB", "64", "memory of each server process for finished answers, in MiB; `0` keeps none"
    )

    worker: str = setting(
        "CONTENT_WORKER",
        "",
        "`inside` sends webhooks from the server, `apart` leaves it to the `worker` command; "
        "unset: `inside` on SQLite, else `apart`",
    )
    webhook_targets: str = setting(
        "CONTENT_WEBHOOK_TARGETS",
        "public",
        "`public`: webhooks go to https addresses on the Internet only; `loopback`: "
        "to this machine as well, with http, for development",
    )

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Config":
        """Read the settings; an empty variable counts as unset."""
        values = {each.name: environ.get(each.metadata["variable"]) for each in fields(cls)}
        return cls(**{name: value for name, value in values.items() if value})

    def __post_init__(self) -> None:
        numbers = (self.port, self.workers, self.threads or "1", self.cache_mib)
        if not all(map(str.isdecimal, numbers)) or "0" in {self.workers, self.threads}:
            raise ValueError("PORT, WORKERS, CONTENT_THREADS and CONTENT_CACHE_MIB are whole numbers")
        split = urlsplit(self.base_url)
        if split.scheme not in {"http", "https"} or not split.hostname or split.query or split.fragment:
            raise ValueError("CONTENT_PUBLIC_URL is an address like https://api.example.se")
        if self.worker not in {"", "inside", "apart"} or self.webhook_targets not in {"public", "loopback"}:
            raise ValueError("CONTENT_WORKER is inside or apart, CONTENT_WEBHOOK_TARGETS public or loopback")
        _ = self.proxies

    @property
    def concurrency(self) -> int:
        """How many requests a process works on at a time.

        Threads that compete for the interpreter slow each other down; one alone would let all wait for one. So there is
        one to wait and one to answer, and more where a database is asked over a network.
        """
        return int(self.threads) if self.threads else 2 if self.database_url.startswith("sqlite") else 4

    @property
    def works_inside(self) -> bool:
        """Whether the server sends webhooks itself."""
        return self.worker == "inside" or (not self.worker and self.database_url.startswith("sqlite"))

    @property
    def loopback(self) -> bool:
        """Whether webhooks may go to this machine."""
        return self.webhook_targets == "loopback"

    @cached_property
    def base_url(self) -> str:
        """The public address without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url.rstrip("/") or f"http://{host}:{self.port}"

    @cached_property
    def proxies(self) -> list[IPv4Network | IPv6Network]:
        """The networks whose `Forwarded` header is believed."""
        return [ip_network(each.strip()) for each in self.trusted_proxies.split(",") if each.strip()]
