"""The declarative base: one naming convention, and column types that recur."""
import datetime
import decimal
from typing import Annotated

from sqlalchemy import DateTime, Enum, MetaData, Numeric, func
from sqlalchemy.orm import DeclarativeBase, mapped_column

now = Annotated[datetime.datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
instant = Annotated[datetime.datetime, mapped_column(DateTime(timezone=True))]
money = Annotated[decimal.Decimal, mapped_column(Numeric(18, 4))]
price = Annotated[decimal.Decimal, mapped_column(Numeric(18, 6))]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def stored_enum(values, name: str) -> Enum:
    """An enum of the database that stores what Python calls the member's value."""
    return Enum(values, name=name, values_callable=lambda members: [member.value for member in members])
