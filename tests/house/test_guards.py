"""What must not be forgotten cannot be left out."""

from datetime import datetime

import pytest
from marshmallow import Schema, ValidationError, fields
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from api.models import Change
from api.resources.operation import operation
from schemas.faults import Fault, faults


def test_an_operation_that_does_not_say_who_may_use_it_does_not_start():
    with pytest.raises(ValueError, match="who may use it"):
        operation(access="", returns=dict, sample=str)


def test_an_instant_without_a_zone_reaches_no_database(world):
    naive = datetime.fromisoformat("2026-03-29T02:30:00")
    with world.database.reading() as session, pytest.raises(StatementError, match="an instant has a zone"):
        session.execute(select(Change).where(Change.at > naive))


def test_a_sentence_of_the_librarys_becomes_a_fault_too():
    class Foreign(Schema):
        name = fields.String(required=True)

    with pytest.raises(ValidationError) as error:
        Foreign().load({})
    (found,) = faults(error.value.messages)
    assert (found.path, found.fault.code) == (("name",), "invalid")
    assert isinstance(found.fault, Fault)
