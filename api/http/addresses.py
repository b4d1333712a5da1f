"""Addresses that others name and the house asks: which are on the Internet, and the one way they are written.

Whoever names an address must not make of us a way into networks that only we can reach (server-side request forgery,
CWE-918). So an address has one plain form, which is seen to when it is saved, and again before every request.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import NamedTuple

Address = IPv4Address | IPv6Address

#: Characters of an address.
LONGEST_URL = 2048

_URL = re.compile(
    r"(?P<scheme>https?)://((?P<user>[\w.~!$&'()*+,;=:%-]*)@)?"
    r"(?P<host>\[[0-9a-f:.]+\]|[\w.~!$&'()*+,;=-]*)(:(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<target>([/?]([\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?)",
    re.ASCII | re.IGNORECASE,
)
_LABEL = r"([a-z0-9-]{0,61}[a-z0-9])?"
# The last label begins with a letter (RFC 1123 §2.1): no number in disguise, as 127.1 or 127.0x1, is a name.
_NAME = re.compile(rf"(?!.{{254}})([a-z0-9]{_LABEL}\.)+[a-z]{_LABEL}", re.IGNORECASE)

_LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
#: All of IPv6 that is given to hosts of the Internet (IANA, "IPv6 Global Unicast Address Assignments").
_UNICAST = ip_network("2000::/3")
#: IPv4 multicast, and IANA's two "Special-Purpose Address Registries" (RFC 6890); the IPv6 one as far as it lies in
#: `_UNICAST`. Outside that are IPv4-mapped and -compatible addresses, NAT64, ULA, link- and site-local.
_BLOCKS = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24
192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4
240.0.0.0/4 2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20
"""
_SPECIAL = [ip_network(block) for block in _BLOCKS.split()]


class Parts(NamedTuple):
    """An address in its parts; `port` is None where it does not name one."""

    scheme: str
    host: str
    port: int | None
    target: str


@dataclass(eq=False)
class Refused(Exception):
    """An address that no request is ever sent to, and what is wrong with it.

    `scheme`: not https; `userinfo`: names a user; `host`: no name with a dot in it and no IP address in its one
    spelling (RFC 5952); `private`: not on the Internet; `form`: too long, or else not as RFC 3986 or we would have it
    (a fragment, a port that is none, characters that are to be escaped).
    """

    code: str


def check_url(url: str, *, loopback: bool) -> None:
    """See whether an address is one for webhooks, without asking anyone. Raises Refused.

    `loopback` allows this machine as well, and not to encrypt on the way there: for development and tests.
    """
    read_url(url, loopback)


def is_public(address: Address) -> bool:
    """Whether it is of a host of the Internet (global unicast), in no block that is there for something else."""
    # `is_global` alone is not enough: multicast, NAT64 and 6to4 pass. It may come to know blocks that are not here yet.
    unicast = address.is_global and (address.version == 4 or address in _UNICAST)
    return unicast and not any(address in block for block in _SPECIAL)


def read_url(url: str, loopback: bool) -> Parts:
    """The parts of an address, read in one way for the check and for the request. Raises Refused."""
    if not url.lower().startswith(("https://", "http://") if loopback else "https://"):
        raise Refused("scheme")
    parts = _URL.fullmatch(url) if len(url) <= LONGEST_URL else None
    port = int(parts["port"]) if parts and parts["port"] else None
    if not parts or (port and port > 65535):
        raise Refused("form")
    if parts["user"] is not None:
        raise Refused("userinfo")
    if not _is_here(parts["host"], loopback) and parts["scheme"].lower() == "http":
        raise Refused("scheme")
    host, target = parts["host"].strip("[]"), f"/{parts['target'].removeprefix('/')}"
    return Parts(parts["scheme"].lower(), host, port, target)


def _is_here(host: str, loopback: bool) -> bool:
    """Whether a host is this machine. Raises Refused for what is no host, or none for us to ask."""
    try:
        address = IPv6Address(host[1:-1]) if host.startswith("[") else IPv4Address(host)
    except ValueError:
        address = None
    here = is_loopback(address) if address else host.lower() == "localhost"
    if not here and not (is_public(address) if address else _NAME.fullmatch(host)):
        raise Refused("private" if address else "host")
    if here and not loopback:
        raise Refused("private")
    if address and str(address) != host.strip("[]"):
        raise Refused("host")
    return here


def is_loopback(address: Address) -> bool:
    """Whether it is this machine's own."""
    return any(address in block for block in _LOOPBACK)
