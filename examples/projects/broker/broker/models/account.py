from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CHAR, CheckConstraint, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from broker.models.base import Base, money

if TYPE_CHECKING:
    from broker.models.order import Order
    from broker.models.position import Position
    from broker.models.user import User


class Account(Base):
    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("balance >= 0", name="balance_not_negative"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_code"),
        {"comment": "Cash accounts that orders are paid from"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    iban: Mapped[str] = mapped_column(String(34), unique=True, comment="IBAN without spaces")
    currency: Mapped[str] = mapped_column(CHAR(3))
    balance: Mapped[money] = mapped_column(server_default="0")
    opened_on: Mapped[datetime.date] = mapped_column(server_default=text("CURRENT_DATE"))

    user: Mapped[User] = relationship(back_populates="accounts")
    orders: Mapped[list[Order]] = relationship(back_populates="account", cascade="all, delete-orphan")
    positions: Mapped[list[Position]] = relationship(back_populates="account", cascade="all, delete-orphan")
