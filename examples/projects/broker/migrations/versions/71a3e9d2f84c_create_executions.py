"""create executions

An order is filled by one or several executions at the venue.

Revision ID: 71a3e9d2f84c
Revises: b5d80f6e3c47
Create Date: 2024-01-18 13:27:59.004513+00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision: str = "71a3e9d2f84c"
down_revision: Union[str, Sequence[str], None] = "b5d80f6e3c47"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "executions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("venue_reference", postgresql.UUID(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("executed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0 AND price > 0", name=op.f("ck_executions_positive")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_executions_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_executions")),
        sa.UniqueConstraint("venue_reference", name=op.f("uq_executions_venue_reference")),
    )
    op.create_index(op.f("ix_executions_order_id"), "executions", ["order_id"], unique=False)
    op.create_index("ix_executions_executed_at", "executions", [sa.text("executed_at DESC")], unique=False)


def downgrade() -> None:
    op.drop_index("ix_executions_executed_at", table_name="executions")
    op.drop_index(op.f("ix_executions_order_id"), table_name="executions")
    op.drop_table("executions")
