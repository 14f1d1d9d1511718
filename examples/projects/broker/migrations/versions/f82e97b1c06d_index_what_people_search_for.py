"""index what people search for

E-mail addresses in any case, and a day of executions read from the index alone.

Revision ID: f82e97b1c06d
Revises: 6a40d8c3e71b
Create Date: 2024-05-27 09:46:18.724095+00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

revision: str = "f82e97b1c06d"
down_revision: Union[str, Sequence[str], None] = "6a40d8c3e71b"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_index("uq_users_email_lower", "users", [sa.text("lower(email)")], unique=True)
    op.create_index(
        "ix_executions_day",
        "executions",
        ["executed_at"],
        unique=False,
        postgresql_include=["quantity", "price"],
    )
    op.drop_index("ix_executions_executed_at", table_name="executions")


def downgrade() -> None:
    op.create_index("ix_executions_executed_at", "executions", [sa.text("executed_at DESC")], unique=False)
    op.drop_index("ix_executions_day", table_name="executions")
    op.drop_index("uq_users_email_lower", table_name="users")
