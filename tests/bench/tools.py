"""What the benchmarks need besides the house: programs of the system, packages of the group `bench`."""

import os
import shutil
from importlib.util import find_spec

import click

#: Where Debian keeps what only root is expected to call.
_PATH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin"))


def program(name: str) -> str:
    """The path of a program. Raises ClickException when it is not there."""
    found = shutil.which(name, path=_PATH)
    if found is None:
        raise click.ClickException(f"{name} is missing: apt-get install nginx-light wrk")
    return found


def require(names: set[str]) -> None:
    """See to it that programs and packages are there, before anything is measured. Raises ClickException."""
    for name in sorted(names & {"nginx", "wrk"}):
        program(name)
    for name in sorted(names - {"nginx", "wrk"}):
        if find_spec(name) is None:
            raise click.ClickException(f"{name} is missing: .venv/bin/pip install --group bench")
