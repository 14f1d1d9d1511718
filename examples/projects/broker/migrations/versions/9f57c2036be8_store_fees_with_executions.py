"""store fees with executions

Until now the fee was five basis points by convention; the rows we have get exactly that.

Revision ID: 9f57c2036be8
Revises: 4d2b8ef1a963
Create Date: 2024-02-20 11:31:07.935564+00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

revision: str = "9f57c2036be8"
down_revision: Union[str, Sequence[str], None] = "4d2b8ef1a963"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("executions", sa.Column("fee", sa.Numeric(precision=18, scale=4), nullable=True))
    op.execute("UPDATE executions SET fee = round(quantity * price * 0.0005, 4)")
    op.alter_column(
        "executions",
        "fee",
        existing_type=sa.Numeric(precision=18, scale=4),
        nullable=False,
        server_default="0",
    )


def downgrade() -> None:
    op.drop_column("executions", "fee")
