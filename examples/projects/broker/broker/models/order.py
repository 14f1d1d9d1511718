from __future__ import annotations

import decimal
import enum
from typing import TYPE_CHECKING, Optional

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKey, Identity, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from broker.models.base import Base, instant, now, price, stored_enum

if TYPE_CHECKING:
    from broker.models.account import Account
    from broker.models.execution import Execution
    from broker.models.instrument import Instrument


class OrderSide(enum.Enum):
    BUY = "buy"
    SELL = "sell"


class OrderStatus(enum.Enum):
    OPEN = "open"
    FILLED = "filled"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Order(Base):
    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("expires_at > placed_at", name="expires_later"),
        Index("ix_orders_open", "instrument_id", "limit_price", postgresql_where=text("status = 'open'")),
        {"comment": "Orders as the customer placed them"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instruments.id", ondelete="RESTRICT"))
    side: Mapped[OrderSide] = mapped_column(stored_enum(OrderSide, "order_side"))
    status: Mapped[OrderStatus] = mapped_column(
        stored_enum(OrderStatus, "order_status"), server_default=OrderStatus.OPEN.value
    )
    quantity: Mapped[int]
    limit_price: Mapped[Optional[price]]
    notional: Mapped[Optional[decimal.Decimal]] = mapped_column(
        Numeric(24, 6), Computed("quantity * limit_price", persisted=True)
    )
    placed_at: Mapped[now]
    expires_at: Mapped[Optional[instant]]

    account: Mapped[Account] = relationship(back_populates="orders")
    instrument: Mapped[Instrument] = relationship()
    executions: Mapped[list[Execution]] = relationship(back_populates="order", cascade="all, delete-orphan")
