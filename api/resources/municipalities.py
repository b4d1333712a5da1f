"""The county's municipalities and what concerns each."""

from flask_restx import Resource

from api.http.answers import Answer
from api.http.links import page_links
from api.resources.operation import Call, operation
from api.resources.pages import page_meta
from api.resources.queries import Paged
from api.resources.returns import JSON, page_of
from api.services.counting import COUNTED, count_by_municipality
from api.services.observing import observe
from schemas.municipalities import MUNICIPALITIES, MunicipalitySchema

_PAGED = Paged()


class MunicipalityList(Resource):  # type: ignore[misc]  # flask_restx has no types
    """The fixed list of municipalities."""

    @operation(
        access="public",
        query=lambda content: _PAGED,
        returns=lambda content: {JSON: page_of(MunicipalitySchema)},
        sample=lambda content: "/municipalities",
    )
    def get(self, call: Call) -> Answer:
        """List the municipalities.

        With how many public items of each type concern them. The code is what the `municipality` filters take.
        """
        moment = observe(call.session)
        counts, fresh_until = count_by_municipality(call.session, moment)
        page, limit = call.query["page"], call.query["limit"]
        rows = MUNICIPALITIES[(page - 1) * limit : page * limit] if page else ()
        meta = page_meta(page, limit, len(rows), len(MUNICIPALITIES))
        links = page_links(page=page, pages=meta["totalPages"])
        items = [{**each._asdict(), "counts": counts[each.code]} for each in rows]
        return Answer(
            {"items": items, "_meta": meta, "_links": links},
            now=moment.now,
            fresh_until=fresh_until,
            locales=("sv",),
            keys=COUNTED,
            links=links,
        )
