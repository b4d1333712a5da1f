"""What can be asked of a type, read from its declaration: nothing is filterable that its schema does not say."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError, validates_schema

from api.catalogue import CATALOGUE
from schemas.content_type import ContentType
from schemas.declared import Declared
from schemas.faults import Fault, fault
from schemas.fields import Boolean, Code, Integer
from schemas.parameters import (
    Choice,
    Instant,
    Line,
    Locale,
    Opaque,
    Parameter,
    Query,
    Several,
    Truth,
    Whole,
    among,
    read_id,
    read_keyword,
    read_reference,
    read_whole,
)
from schemas.references import Reference

DEPTH = 2
TERMS = 20
_TEXT = {"type": "string"}


class Reads(Query):
    """What every read takes."""

    minSequence = Whole("Answer from this point of the public log or later, else 503", minimum=0)


class Writes(Query):
    """What every write takes."""

    dryRun = Truth("Answer as if it had happened, and change nothing")


class Paged(Reads):
    """What every list takes."""

    page = Whole("Page, from 1; one outside the list is empty", minimum=0, default=1)
    limit = Whole("Items on a page", minimum=1, maximum=100, default=20)


class _ItemQuery(Reads):
    """What every item, and each item of a list, can be asked for."""

    locale = Locale("Language (BCP 47); beats Accept-Language")
    asOf = Instant("What readers saw at this instant; one yet to come needs a key")
    preview = Truth("With a key or a preview token: the newest draft in place of what is published")
    bodyFormat = Choice("Form of long texts", ("html", "markdown", "text"), load_default="html")

    @validates_schema(pass_original=True)
    def one_moment(self, data: Mapping[str, Any], original: Mapping[str, Any], **kwargs: Any) -> None:
        """A draft has no past."""
        if "asOf" in original and data.get("preview"):
            raise ValidationError({"preview": [Fault("together", {"other": "asOf"})]})


class Filtered(Query):
    """What filters have a bound in all."""

    @validates_schema
    def bounded(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        """So many values."""
        filters = [name for name, each in self.fields.items() if isinstance(each, Filter) and name in data]
        if sum(len(data[name]) for name in filters) > TERMS:
            raise ValidationError({filters[-1]: [Fault("tooManyTerms", {"max": TERMS})]})


class Walked(Paged):
    """What a list takes whose pages can be walked by cursor."""

    cursor = Opaque("Value of _meta.nextCursor: the next items, stable while content changes; excludes page")

    @validates_schema(pass_original=True)
    def one_way(self, data: Mapping[str, Any], original: Mapping[str, Any], **kwargs: Any) -> None:
        """Page and cursor exclude each other."""
        if "page" in original and "cursor" in original:
            raise ValidationError({"cursor": [Fault("exclusive")]})


class _ListQuery(_ItemQuery, Walked, Filtered):
    """What every list of a type can be asked for."""

    id = Several("These items only", {"type": "string", "format": "uuid"}, read_id)
    q = Line("Words of the items, as in `/search`; the order is that of `sort`, and of now only")
    updatedSince = Instant("Items whose current edition began at this instant or later")

    @validates_schema(pass_original=True)
    def present(self, data: Mapping[str, Any], original: Mapping[str, Any], **kwargs: Any) -> None:
        """Nothing but the present can be searched."""
        if "q" in original and "asOf" in original:
            raise ValidationError({"q": [Fault("together", {"other": "asOf"})]})


class Filter(Several):
    """A filter of the type: values are alternatives."""


@cache
def item_query(content: ContentType) -> Schema:
    """The parameters of one item of this type."""
    return _ItemQuery.from_dict(_shape(content), name=f"{content.singular}Query")()


@cache
def list_query(content: ContentType) -> Schema:
    """The parameters of a list of this type."""
    keys = [sign + key for key in content.sorts for sign in ("", "-")]
    parameters: dict[str, Parameter] = {
        **_shape(content),
        "sort": Several(
            f"Order, `-` for descending; default {content.sort}",
            {"type": "string", "enum": keys},
            among("unknownSort", keys),
            max=5,
            load_default=lambda: content.sort.split(","),
        ),
        **filters_of(content),
    }
    return _ListQuery.from_dict(parameters, name=f"{content.singular}ListQuery")()  # type: ignore[arg-type]  # parameters are fields


def filters_of(content: ContentType) -> dict[str, Parameter]:
    """The filter parameters of a type."""
    return {name: _filter(leaf) for name, leaf in content.filters.items()}


def given_filters(schema: Schema, query: Mapping[str, Any]) -> dict[str, list[str]]:
    """The filters that a query has."""
    return {name: query[name] for name, each in schema.fields.items() if isinstance(each, Filter) and name in query}


def filtered_by(content: ContentType, filters: Iterable[str]) -> set[str]:
    """The types of what a list is filtered by: it changes when one of them comes or goes."""
    leaves = (content.filters[name] for name in filters)
    return {leaf.target for leaf in leaves if isinstance(leaf, Reference)}


def _shape(content: ContentType) -> dict[str, Any]:
    """Which fields, and what to embed."""
    names = [*content.item_fields, "_links"]
    relations = sorted(_relations(content))
    return {
        "fields": Several(
            "Top-level fields to answer with; id, type and _links always come",
            {"type": "string", "enum": names},
            among("unknownField", names),
        ),
        "include": Several(
            f"Relations to embed in full, dotted to depth {DEPTH}",
            {"type": "string", "enum": relations},
            _read_relation(relations),
            load_default=list,
        ),
    }


def _relations(content: ContentType) -> Iterable[str]:
    for name, target in content.relations.items():
        yield name
        for inner in CATALOGUE[target].relations:
            yield f"{name}.{inner}"


def _read_relation(relations: list[str]) -> Any:
    known = among("unknownRelation", relations)

    def read(value: str) -> str:
        if value.count(".") >= DEPTH:
            raise fault("depth", max=DEPTH)
        return known(value)

    return read


def _filter(leaf: Declared) -> Filter:
    """The filter parameter for a field, by what the field is."""
    doc: str = leaf.metadata.get("description", "") or f"{type(leaf).__name__} of the item"
    if isinstance(leaf, Code):
        return Filter(doc, {**_TEXT, "enum": list(leaf.codes)}, among("unknownCode", leaf.codes))
    if isinstance(leaf, Boolean):
        return Filter(doc, {**_TEXT, "enum": ["true", "false"]}, among("unknownValue", ("true", "false")))
    if isinstance(leaf, Integer):
        return Filter(doc, {"type": "integer"}, read_whole)
    if isinstance(leaf, Reference):
        return Filter(f"{doc}; id or slug", _TEXT, read_reference)
    return Filter(doc, _TEXT, read_keyword)


def filter_of_all(name: str) -> Filter:
    """The filter parameter for a name over every type that declares it: closed lists are joined."""
    leaves = [content.filters[name] for content in CATALOGUE.values() if name in content.filters]
    codes = [leaf.codes for leaf in leaves if isinstance(leaf, Code)]
    if len(codes) < 2:  # one list needs no joining
        return _filter(leaves[0])
    joined = list(dict.fromkeys(code for each in codes for code in each))
    doc: str = leaves[0].metadata.get("description", "") or name
    return Filter(doc, {**_TEXT, "enum": joined}, among("unknownCode", joined))


def include_tree(paths: Iterable[str]) -> dict[str, Any]:
    """`["receptions.contacts", "studies"]` → `{"receptions": {"contacts": {}}, "studies": {}}`."""
    tree: dict[str, Any] = {}
    for path in paths:
        branch = tree
        for name in path.split("."):
            branch = branch.setdefault(name, {})
    return tree
