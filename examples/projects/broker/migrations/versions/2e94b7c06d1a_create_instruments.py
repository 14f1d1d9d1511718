"""create instruments

What can be traded. The listing is told apart by symbol and venue while it lives.

Revision ID: 2e94b7c06d1a
Revises: 8c1f3a5d7b20
Create Date: 2024-01-15 10:40:02.118390+00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

revision: str = "2e94b7c06d1a"
down_revision: Union[str, Sequence[str], None] = "8c1f3a5d7b20"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "instruments",
        sa.Column("id", sa.Integer(), sa.Identity(start=1000), nullable=False),
        sa.Column("symbol", sa.String(length=16), nullable=False),
        sa.Column("venue", sa.String(length=4), nullable=False, comment="ISO 10383 market code"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Enum("stock", "bond", "fund", name="instrument_kind"), nullable=False),
        sa.Column("tick_size", sa.Numeric(precision=12, scale=6), server_default="0.01", nullable=False),
        sa.Column("delisted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruments")),
    )
    op.create_index(
        "uq_instruments_listing",
        "instruments",
        ["symbol", "venue"],
        unique=True,
        postgresql_where=sa.text("delisted_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_instruments_listing", table_name="instruments")
    op.drop_table("instruments")
    op.execute("DROP TYPE instrument_kind")
