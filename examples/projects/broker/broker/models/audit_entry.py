from __future__ import annotations

from typing import Any, Optional

from sqlalchemy import BigInteger, DateTime, ForeignKey, Identity, Index, String, Text, text
from sqlalchemy.dialects.postgresql import INET, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from broker.models.base import Base, instant


class AuditEntry(Base):
    __tablename__ = "audit_entries"
    __table_args__ = (
        Index(
            "ix_audit_entries_details",
            "details",
            postgresql_using="gin",
            postgresql_ops={"details": "jsonb_path_ops"},
        ),
        {"comment": "Append only; rows are never changed"},
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True, cache=100), primary_key=True)
    user_id: Mapped[Optional[int]] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    client_address: Mapped[Optional[str]] = mapped_column(INET)
    recorded_at: Mapped[instant] = mapped_column(server_default=text("clock_timestamp()"))
