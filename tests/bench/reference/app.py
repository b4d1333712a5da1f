"""The reference service: what a competent developer builds from the manuals of FastAPI, SQLAlchemy and Pydantic.

Reads, filters and writes like the house does, without its versions, time, links, ETags and checks.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Query
from pydantic import BaseModel
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tests.bench.reference import answers
from tests.bench.reference.base import Base
from tests.bench.reference.content import fill
from tests.bench.reference.database import engine
from tests.bench.reference.models import (
    Contact,
    ContactGroup,
    Municipality,
    News,
    Reception,
    ReceptionContact,
    Study,
)

_RECEPTIONS = (
    joinedload(Reception.host),
    selectinload(Reception.municipalities),
    selectinload(Reception.collaborators),
    selectinload(Reception.contacts).joinedload(ReceptionContact.contact),
)
_NEWS = (
    selectinload(News.municipalities),
    selectinload(News.receptions),
    selectinload(News.studies),
    selectinload(News.contact_groups).selectinload(ContactGroup.contacts),
)
_FULL_NEWS = (
    *_NEWS,
    selectinload(News.receptions).options(
        *_RECEPTIONS,
        selectinload(Reception.contacts).joinedload(ReceptionContact.contact).joinedload(Contact.works_for),
    ),
    selectinload(News.studies).options(selectinload(Study.related_organizations), selectinload(Study.contacts)),
)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        if session.scalar(select(func.count()).select_from(News)) == 0:
            fill(session)
    yield


app = FastAPI(lifespan=lifespan)


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


Database = Annotated[Session, Depends(get_session)]


class Paging(BaseModel):
    """What every list takes."""

    page: int = Query(1, ge=1)
    limit: int = Query(20, ge=1, le=100)
    municipality: str | None = None
    locale: str = "sv"


Paged = Annotated[Paging, Query()]


class NewsIn(BaseModel):
    slug: str
    title: dict[str, str]
    lead: dict[str, str]
    body: dict[str, str]


def _page(session: Session, statement: Select[Any], options: Any, shape: Any, paging: Paging) -> Any:
    """One page of what a statement selects, and how much there is in all."""
    total = session.scalar(select(func.count()).select_from(statement.subquery()))
    rows = session.scalars(
        statement.options(*options).limit(paging.limit).offset((paging.page - 1) * paging.limit)
    ).all()
    items = [shape.model_validate(row, context={"locale": paging.locale}) for row in rows]
    return answers.Page[shape](items=items, page=paging.page, limit=paging.limit, total=total)


@app.get("/receptions")
def list_receptions(session: Database, paging: Paged) -> answers.Page[answers.Reception]:
    statement = select(Reception).order_by(Reception.slug)
    if paging.municipality:
        statement = statement.where(Reception.municipalities.any(Municipality.code == paging.municipality))
    return _page(session, statement, _RECEPTIONS, answers.Reception, paging)


@app.get("/receptions/{slug}")
def read_reception(session: Database, slug: str, locale: str = "sv") -> answers.Reception:
    reception = session.scalar(select(Reception).where(Reception.slug == slug).options(*_RECEPTIONS))
    if reception is None:
        raise HTTPException(404, "No such reception")
    return answers.Reception.model_validate(reception, context={"locale": locale})


@app.get("/news")
def list_news(session: Database, paging: Paged) -> answers.Page[answers.News]:
    statement = select(News).order_by(News.published_at.desc(), News.id)
    if paging.municipality:
        statement = statement.where(News.municipalities.any(Municipality.code == paging.municipality))
    return _page(session, statement, _NEWS, answers.News, paging)


@app.get("/news/{slug}")
def read_news(session: Database, slug: str, include: str = "", locale: str = "sv") -> answers.FullNews | answers.News:
    options, shape = (_FULL_NEWS, answers.FullNews) if include else (_NEWS, answers.News)
    news = session.scalar(select(News).where(News.slug == slug).options(*options))
    if news is None:
        raise HTTPException(404, "No such news")
    return shape.model_validate(news, context={"locale": locale})


@app.post("/news", status_code=201)
def create_news(session: Database, given: NewsIn) -> answers.Created:
    news = News(**given.model_dump())
    session.add(news)
    session.commit()
    session.refresh(news)
    return answers.Created.model_validate(news)
