"""Links to elsewhere, as content."""

from collections.abc import Mapping
from typing import Any

from schemas.addresses import Url
from schemas.codes import LINK_STATUSES
from schemas.fields import Code
from schemas.localised import Localised
from schemas.parts import Part


class WebLink(Part):
    """A link; one without an address is a gap for editors and left out for readers."""

    label = Localised(required=True, doc="The link's text")
    url = Url(essential=True, doc="Where it leads")
    status = Code(LINK_STATUSES, doc="Whether the address is known and answers")

    def is_told(self, value: Mapping[str, Any]) -> bool:
        """Not of one that leads nowhere either."""
        return super().is_told(value) and value.get("status") != "broken"
