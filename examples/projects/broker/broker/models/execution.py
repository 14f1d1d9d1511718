from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from broker.models.base import Base, instant, money, price

if TYPE_CHECKING:
    from broker.models.order import Order


class Execution(Base):
    __tablename__ = "executions"
    __table_args__ = (
        CheckConstraint("quantity > 0 AND price > 0", name="positive"),
        Index("ix_executions_day", "executed_at", postgresql_include=["quantity", "price"]),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    order_id: Mapped[int] = mapped_column(
        ForeignKey("orders.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED"), index=True
    )
    venue_reference: Mapped[uuid.UUID] = mapped_column(unique=True)
    quantity: Mapped[int]
    price: Mapped[price]
    executed_at: Mapped[instant]
    fee: Mapped[money] = mapped_column(server_default="0")

    order: Mapped[Order] = relationship(back_populates="executions")
