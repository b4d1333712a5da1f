"""The same texts as the house serves: `seed/*.yaml` as rows of the reference service."""

from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from tests.bench.reference.models import (
    Contact,
    ContactGroup,
    Municipality,
    News,
    Organization,
    Reception,
    ReceptionContact,
    Study,
)

_SEED = Path(__file__).parents[3] / "seed"


def _rows(name: str) -> list[tuple[str, dict[str, Any]]]:
    """The slug and the content of every row of a seed file."""
    document = yaml.safe_load((_SEED / f"{name}.yaml").read_text(encoding="utf-8"))
    return [(row["slug"], row["content"]) for row in document["entries"]]


def fill(session: Session) -> None:
    """Add every row, what is pointed at before what points at it."""
    codes = {code for name in ("news", "receptions") for _, row in _rows(name) for code in row["municipalities"]}
    places = {code: Municipality(code=code) for code in sorted(codes)}
    organizations: dict[str, Organization] = {}
    for slug, row in _rows("organizations"):
        parent = organizations.get(row.pop("parent", ""))
        organizations[slug] = Organization(slug=slug, parent=parent, **row)
    contacts = {
        slug: Contact(slug=slug, works_for=organizations[row.pop("worksFor")], **row) for slug, row in _rows("contacts")
    }
    receptions = {slug: _reception(slug, row, places, organizations, contacts) for slug, row in _rows("receptions")}
    studies = {slug: _study(slug, row, organizations, contacts) for slug, row in _rows("studies")}
    news = [_news(slug, row, places, receptions, studies, contacts) for slug, row in _rows("news")]
    for rows in (places, organizations, contacts, receptions, studies):
        session.add_all(rows.values())
    session.add_all(news)
    session.commit()


def _reception(slug: str, row: dict[str, Any], places: Any, organizations: Any, contacts: Any) -> Reception:
    return Reception(
        slug=slug,
        name=row["name"],
        short_name=row.get("shortName"),
        alternate_names=row.get("alternateNames"),
        summary=row["summary"],
        description=row.get("description"),
        status=row.get("status"),
        audiences=row.get("audiences"),
        topics=row.get("topics"),
        offers=row.get("offers"),
        is_free=row.get("isFree"),
        is_confidential=row.get("isConfidential"),
        for_relatives=row.get("forRelatives"),
        channels=row["channels"],
        unit=row.get("unit"),
        safety=row.get("safety"),
        attribution=row.get("attribution"),
        host=organizations[row["host"]],
        municipalities=[places[code] for code in row["municipalities"]],
        collaborators=[organizations[each] for each in row["collaborators"]],
        contacts=[
            ReceptionContact(contact=contacts[each["contact"]], purpose=each["purpose"]) for each in row["contacts"]
        ],
    )


def _study(slug: str, row: dict[str, Any], organizations: Any, contacts: Any) -> Study:
    return Study(
        slug=slug,
        title=row["title"],
        subtitle=row.get("subtitle"),
        year=row.get("year"),
        abstract=row.get("abstract"),
        population=row.get("population"),
        max_age=row.get("maxAge"),
        regions=row.get("regions"),
        links=row.get("links"),
        attribution=row.get("attribution"),
        related_organizations=[organizations[each] for each in row["relatedOrganizations"]],
        contacts=[contacts[each] for each in row["contacts"]],
    )


def _news(slug: str, row: dict[str, Any], places: Any, receptions: Any, studies: Any, contacts: Any) -> News:
    return News(
        slug=slug,
        title=row["title"],
        lead=row["lead"],
        body=row["body"],
        category=row.get("category"),
        subjects=row.get("subjects"),
        links=row.get("links"),
        basis=row.get("basis"),
        source=row.get("source"),
        attribution=row.get("attribution"),
        municipalities=[places[code] for code in row["municipalities"]],
        receptions=[receptions[each] for each in row["receptions"]],
        studies=[studies[each] for each in row["studies"]],
        contact_groups=[
            ContactGroup(heading=each["heading"], contacts=[contacts[slug] for slug in each["contacts"]])
            for each in row["contactGroups"]
        ],
    )
