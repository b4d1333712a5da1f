"""The vocabulary of schema.org as far as we speak it, and what a document says against it.

`schema_org.json` was derived once from the npm package `schema-dts` 2.1.0 (Apache-2.0), which carries the whole of
schema.org as TypeScript: what each type is a kind of, its own properties (those that schema.org has replaced left out)
and the types that each accepts. After `npm pack schema-dts` and unpacking:

    python -m tests.readers.schema_org package/dist/schema.d.ts > tests/readers/schema_org.json
"""

import json
import re
import sys
from datetime import date, datetime
from pathlib import Path

#: The types we speak of; what they are kinds of comes by itself.
SPOKEN = (
    "AdministrativeArea", "ContactPoint", "CreativeWork", "GeoCoordinates", "GovernmentOrganization",
    "GovernmentService", "MediaObject", "NewsArticle", "Offer", "OpeningHoursSpecification", "Organization",
    "PeopleAudience", "Person", "Place", "PostalAddress", "Report", "ServiceChannel", "Thing", "WebPage",
)  # fmt: skip
#: Enumerations of which we name members.
ENUMERATIONS = ("DayOfWeek",)
FILE = Path(__file__).with_suffix(".json")


def derive(source):
    """The vocabulary from the text of `schema.d.ts`."""
    found = re.findall(r"^(?:export )?interface (\w+) extends (.+?) \{\n(.*?)^\}", source, re.MULTILINE | re.DOTALL)
    interfaces = {name: (re.findall(r"(\w+)Base\b", parents), body) for name, parents, body in found}
    types, waiting = {}, list(SPOKEN)
    while waiting:
        name = waiting.pop()
        parents, body = interfaces.get(f"{name}Base") or (interfaces[f"{name}Leaf"][0], "")
        types[name] = {"of": parents, "properties": dict(sorted(_properties(body)))}
        waiting += [each for each in parents if each not in types]
    members = {each: re.findall(r'"https://schema\.org/(\w+)"', _union(source, each)) for each in ENUMERATIONS}
    return {
        "source": "npm schema-dts 2.1.0, dist/schema.d.ts",
        "types": dict(sorted(types.items())),
        "members": members,
    }


def _properties(body):
    for comment, name, accepted in re.findall(
        r'(/\*\*(?:(?!\*/).)*\*/)\s+"(\w+)"\?: SchemaValue<(.+?), "\w+">;', body, re.DOTALL
    ):
        if "@deprecated" not in comment:
            yield name, " ".join(each for each in accepted.split(" | ") if each != "IdReference")


def _union(source, name):
    return re.search(rf"^export type {name} = (.+);$", source, re.MULTILINE)[1]


VOCABULARY = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


def kinds(type_):
    """The type and all that it is a kind of; none for what is no type of theirs (or none we speak of)."""
    known = VOCABULARY["types"].get(type_)
    return {type_}.union(*map(kinds, known["of"])) if known else set()


def accepted(type_, name):
    """The types that a property takes on a type; none where it is not defined."""
    for each in kinds(type_):
        if name in VOCABULARY["types"][each]["properties"]:
            return set(VOCABULARY["types"][each]["properties"][name].split())
    return set()


def faults(node, at="$"):
    """What is wrong with a document, as sentences."""
    type_ = node.get("@type")
    if not kinds(type_):
        yield f"{at}: {type_} is no type we know"
        return
    for name, said in node.items():
        if name in {"@context", "@id", "@type"}:
            continue
        takes = accepted(type_, name)
        if not takes:
            yield f"{at}: {type_} has no {name}"
        elif said == []:
            yield f"{at}.{name}: nothing is said"
        for each in said if isinstance(said, list) else [said]:
            if isinstance(each, dict):
                if takes and not kinds(each.get("@type")) & takes:
                    yield f"{at}.{name}: {each.get('@type')} is none of {sorted(takes)}"
                yield from faults(each, f"{at}.{name}")
            elif takes and not any(_fits(each, kind) for kind in takes):
                yield f"{at}.{name}: {each!r} is none of {sorted(takes)}"


def _fits(value, kind):
    """Whether a plain value is of a data type, or a member of an enumeration."""
    if kind in {"Integer", "Number"}:
        return isinstance(value, int if kind == "Integer" else int | float) and not isinstance(value, bool)
    if kind == "Boolean":
        return isinstance(value, bool)
    if not isinstance(value, str) or not value.strip():
        return False
    if kind in VOCABULARY["members"]:
        return value.removeprefix("https://schema.org/") in VOCABULARY["members"][kind]
    if kind in _SHAPES:
        try:
            return bool(_SHAPES[kind](value))
        except ValueError:
            return False
    return kind == "Text"


_SHAPES = {
    "URL": re.compile(r"https?://[^\s/]+\.?[^\s]*").fullmatch,
    "Date": date.fromisoformat,
    "DateTime": lambda value: "T" in value and datetime.fromisoformat(value).tzinfo,
    "Time": re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?").fullmatch,
}


if __name__ == "__main__":
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    sys.stdout.write(json.dumps(derive(text), indent=1) + "\n")
