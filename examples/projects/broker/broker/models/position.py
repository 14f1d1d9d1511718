from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from broker.models.base import Base, now, price

if TYPE_CHECKING:
    from broker.models.account import Account
    from broker.models.instrument import Instrument


class Position(Base):
    __tablename__ = "positions"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    instrument_id: Mapped[int] = mapped_column(
        ForeignKey("instruments.id", ondelete="RESTRICT"), primary_key=True
    )
    quantity: Mapped[int] = mapped_column(comment="Negative when sold short")
    average_price: Mapped[price] = mapped_column(server_default="0")
    updated_at: Mapped[now]

    account: Mapped[Account] = relationship(back_populates="positions")
    instrument: Mapped[Instrument] = relationship()
