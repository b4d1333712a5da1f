"""What an editor should know of a draft, and what keeps it from going out: one table of rules.

To add a rule: a function in one of the files of this folder, or in a new one, and its row in that file's table.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.errors import Invalid
from api.models import Entry, Revision
from api.services.checks import facts, pointers, standing, texts, times
from api.services.checks.rule import BLOCKING, WARNING, Draft, Finding, Rule
from schemas.faults import Fault, Found

RULES: tuple[Rule, ...] = (*facts.RULES, *texts.RULES, *pointers.RULES, *times.RULES, *standing.RULES)
#: Rules that content which is public elsewhere need not keep: what has become of what it points at.
ELSEWHERE = frozenset({"referenceErased", "referenceNeverPublic"})

__all__ = ["BLOCKING", "ELSEWHERE", "RULES", "WARNING", "Finding", "Rule", "check", "refuse"]


def check(
    session: Session, entry: Entry, revision: Revision, at: datetime, severities: frozenset[str] | None = None
) -> list[Finding]:
    """Everything the rules find in a revision as it would go out at an instant; of some severities only, if given."""
    draft = Draft(session, entry, CATALOGUE[entry.type], revision.number, revision.body, at)
    return [
        Finding(rule, place, params)
        for rule in RULES
        if severities is None or rule.severity in severities
        for place, params in rule.find(draft)
    ]


def refuse(
    session: Session, entry: Entry, revision: Revision, at: datetime, tolerating: frozenset[str] = frozenset()
) -> None:
    """Raise Invalid with everything that keeps a revision from going out, some rules set aside."""
    found = [
        Found(("content", *each.place), Fault(each.rule.id, each.params, said=each.rule.said))
        for each in check(session, entry, revision, at, frozenset({BLOCKING}))
        if each.rule.id not in tolerating
    ]
    if found:
        raise Invalid("invalid", found=found)
