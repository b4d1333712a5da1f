"""Column types that several tables share."""

from sqlalchemy import JSON, BigInteger, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB

#: A JSON document.
Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
#: Text that sorts by its bytes on both engines.
Bytewise = Text().with_variant(Text(collation="C"), "postgresql")
#: A number that the database (or the log's lock) hands out; never shown to a client.
RowId = BigInteger().with_variant(Integer, "sqlite")
