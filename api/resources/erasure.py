"""Erasing a person."""

from api.http.answers import Reply
from api.http.context import api_url
from api.http.links import self_link
from api.http.preface import SERVER
from api.policy import ERASE
from api.resources.base import OfType
from api.resources.documents import link, require_fresh
from api.resources.operation import Call, operation
from api.resources.returns import document
from api.services.erasing import erase
from api.services.finding import lock
from schemas.entries import ErasureDocument


class Erasure(OfType):
    """The erasure of an entry."""

    @operation(
        access=ERASE,
        returns=document(ErasureDocument),
        problems=(404, 410),
        conditional=True,
        example=lambda content: {
            "mentions": [
                {
                    "entry": "9056f71b-7f11-541b-8367-13b8032d6e6a",
                    "type": "news",
                    "slug": "stodmottagningar-oppnar",
                    "pointer": "/content/body/sv",
                }
            ],
            "_links": [link(f"{SERVER}/entries/contacts/{content.sample}/erasure", "self")],
        },
        secret=True,
    )
    def post(self, call: Call, idOrSlug: str) -> Reply:
        """Erase a person.

        Every copy goes: revisions, editions, names, stored answers. Left are that it is gone, and `mentions`: texts of
        other entries that still name the person, for their editors to settle.
        """
        entry = lock(call.session, self.content, idOrSlug, publicly=True)
        require_fresh(call, entry)
        mentions = erase(call.session, entry.id)
        collection = link(f"{api_url()}/entries/{entry.type}", "collection")
        return Reply({"mentions": mentions, "_links": [self_link(), collection]})
