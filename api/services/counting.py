"""How much there is."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.models import Edition, EditionTerm
from api.services.boundaries import upcoming
from api.services.observing import Moment
from schemas.municipalities import MUNICIPALITIES

FILTER = "municipality"
#: The types that say which municipalities they concern.
COUNTED = tuple(content.name for content in CATALOGUE.values() if FILTER in content.filters)


def count_by_municipality(session: Session, moment: Moment) -> tuple[dict[str, dict[str, int]], datetime | None]:
    """Public items of each type by municipality code, and until when that is true."""
    public = (
        select(EditionTerm.value, Edition.type, func.count())
        .join(Edition, Edition.id == EditionTerm.edition_id)
        .where(EditionTerm.name == FILTER, Edition.valid_from <= moment.at, Edition.valid_to > moment.at)
        .group_by(EditionTerm.value, Edition.type)
    )
    counts = {each.code: dict.fromkeys(COUNTED, 0) for each in MUNICIPALITIES}
    for code, type_, number in session.execute(public):
        counts[code][type_] = number
    row = session.execute(select(*upcoming(COUNTED, moment.at))).one()
    return counts, min((each for each in row if each), default=None)
