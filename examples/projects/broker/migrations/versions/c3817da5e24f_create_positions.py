"""create positions

First step of the portfolio work, which went on beside the trading changes.

Revision ID: c3817da5e24f
Revises: 71a3e9d2f84c
Create Date: 2024-02-03 09:00:48.213379+00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

revision: str = "c3817da5e24f"
down_revision: Union[str, Sequence[str], None] = "71a3e9d2f84c"
branch_labels: Union[str, Sequence[str], None] = ("portfolio",)
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "positions",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False, comment="Negative when sold short"),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_positions_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["instruments.id"],
            name=op.f("fk_positions_instrument_id_instruments"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("account_id", "instrument_id", name=op.f("pk_positions")),
    )


def downgrade() -> None:
    op.drop_table("positions")
