from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Index, String, Text, func, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from broker.models.base import Base, now

if TYPE_CHECKING:
    from broker.models.account import Account


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    full_name: Mapped[str] = mapped_column(Text, comment="As on the identity document")
    is_active: Mapped[bool] = mapped_column(server_default=true())
    created_at: Mapped[now]

    accounts: Mapped[list[Account]] = relationship(back_populates="user", cascade="all, delete-orphan")


Index("uq_users_email_lower", func.lower(User.email), unique=True)
