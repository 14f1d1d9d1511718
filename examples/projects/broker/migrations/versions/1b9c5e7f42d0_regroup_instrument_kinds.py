"""regroup instrument kinds

Stocks become equities and options arrive: a value changes its name, so the type is replaced.

Revision ID: 1b9c5e7f42d0
Revises: d7e1a06b3f95
Create Date: 2024-03-11 14:02:55.317604+00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

revision: str = "1b9c5e7f42d0"
down_revision: Union[str, Sequence[str], None] = "d7e1a06b3f95"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def replace_kind(values: str, renamed: str, to: str) -> None:
    op.execute("ALTER TYPE instrument_kind RENAME TO instrument_kind_old")
    op.execute(f"CREATE TYPE instrument_kind AS ENUM ({values})")
    op.alter_column(
        "instruments",
        "kind",
        type_=sa.Enum(name="instrument_kind"),
        existing_nullable=False,
        postgresql_using=(
            f"(CASE kind::text WHEN '{renamed}' THEN '{to}' ELSE kind::text END)::instrument_kind"
        ),
    )
    op.execute("DROP TYPE instrument_kind_old")


def upgrade() -> None:
    replace_kind("'equity', 'bond', 'fund', 'option'", renamed="stock", to="equity")


def downgrade() -> None:
    op.execute("DELETE FROM instruments WHERE kind = 'option'")
    replace_kind("'stock', 'bond', 'fund'", renamed="equity", to="stock")
