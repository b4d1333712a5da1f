"""How much there is."""

from datetime import datetime

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.db import read
from api.services.gathering import EDITIONS
from api.services.listing import boundaries
from api.services.observing import VISIBLE, Moment
from api.services.remembering import recall, remember
from api.services.selecting import TERMS
from schemas.municipalities import MUNICIPALITIES

FILTER = "municipality"
#: The types that say which municipalities they concern.
COUNTED = tuple(content.name for content in CATALOGUE.values() if FILTER in content.filters)
_BY_CODE = (
    select(TERMS.c.value, TERMS.c.type, func.count().label("number"))
    .join(EDITIONS, EDITIONS.c.id == TERMS.c.edition_id)
    .where(TERMS.c.type.in_(COUNTED), TERMS.c.live == true(), TERMS.c.name == FILTER, VISIBLE["present"])
    .group_by(TERMS.c.value, TERMS.c.type)
)


def count_by_municipality(session: Session, moment: Moment) -> tuple[dict[str, dict[str, int]], datetime | None]:
    """Public items of each type by municipality code, and until when that is true."""
    until = min((each for type_ in COUNTED for each in boundaries(session, moment, type_)), default=None)
    counts: dict[str, dict[str, int]] | None = recall(session, moment, FILTER)
    if counts is None:
        counts = {each.code: dict.fromkeys(COUNTED, 0) for each in MUNICIPALITIES}
        for row in read(session, _BY_CODE, moment.parameters):
            counts[row.value][row.type] = row.number
        remember(session, moment, FILTER, counts, until)
    return counts, until
