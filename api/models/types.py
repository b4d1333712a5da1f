"""Column types that several tables share."""

from sqlalchemy import JSON, BigInteger, Integer, Text

#: A JSON document; its keys keep their order, so that answers have the same bytes on both engines.
Document = JSON(none_as_null=True)
#: Text that sorts by its bytes on both engines.
Bytewise = Text().with_variant(Text(collation="C"), "postgresql")
#: A number that the database (or the log's lock) hands out; never shown to a client.
RowId = BigInteger().with_variant(Integer, "sqlite")
