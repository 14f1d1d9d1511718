"""let orders expire

PostgreSQL can add a value to an enum but not take one away, so the way down builds the type anew.

Revision ID: e06c4b9715fa
Revises: 71a3e9d2f84c
Create Date: 2024-02-02 15:44:10.772901+00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

revision: str = "e06c4b9715fa"
down_revision: Union[str, Sequence[str], None] = "71a3e9d2f84c"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.execute("ALTER TYPE order_status ADD VALUE 'expired' AFTER 'filled'")
    op.add_column("orders", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(op.f("ck_orders_expires_later"), "orders", "expires_at > placed_at")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_orders_expires_later"), "orders", type_="check")
    op.drop_column("orders", "expires_at")
    # The index compares with the old type, so it cannot live through the change.
    op.drop_index("ix_orders_open", table_name="orders")
    op.execute("UPDATE orders SET status = 'cancelled' WHERE status = 'expired'")
    op.execute("ALTER TYPE order_status RENAME TO order_status_old")
    op.execute("CREATE TYPE order_status AS ENUM ('open', 'filled', 'cancelled')")
    op.alter_column("orders", "status", server_default=None)
    op.alter_column(
        "orders",
        "status",
        type_=sa.Enum("open", "filled", "cancelled", name="order_status"),
        existing_nullable=False,
        postgresql_using="status::text::order_status",
    )
    op.alter_column("orders", "status", server_default="open")
    op.execute("DROP TYPE order_status_old")
    op.create_index(
        "ix_orders_open",
        "orders",
        ["instrument_id", "limit_price"],
        unique=False,
        postgresql_where=sa.text("status = 'open'"),
    )
