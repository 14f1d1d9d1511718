from __future__ import annotations

import decimal
import enum
from typing import Optional

from sqlalchemy import Identity, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from broker.models.base import Base, instant, stored_enum


class InstrumentKind(enum.Enum):
    EQUITY = "equity"
    BOND = "bond"
    FUND = "fund"
    OPTION = "option"


class Instrument(Base):
    __tablename__ = "instruments"

    id: Mapped[int] = mapped_column(Identity(start=1000), primary_key=True)
    symbol: Mapped[str] = mapped_column(String(16))
    venue: Mapped[str] = mapped_column(String(4), comment="ISO 10383 market code")
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[InstrumentKind] = mapped_column(stored_enum(InstrumentKind, "instrument_kind"))
    tick_size: Mapped[decimal.Decimal] = mapped_column(Numeric(12, 6), server_default="0.01")
    delisted_at: Mapped[Optional[instant]]


Index(
    "uq_instruments_listing",
    Instrument.symbol,
    Instrument.venue,
    unique=True,
    postgresql_where=Instrument.delisted_at.is_(None),
)
