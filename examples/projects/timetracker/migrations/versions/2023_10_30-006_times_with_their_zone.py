"""times with their zone

The office moved beyond one time zone. Everything before was written in Prague.

Revision ID: 006
Revises: 005
Create Date: 2023-10-30 08:54:11.273846+01:00

"""
from alembic import op
import sqlalchemy as sa

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None


COLUMNS = {"start_time": False, "end_time": True}


def upgrade():
    for column, nullable in COLUMNS.items():
        op.alter_column(
            "time_entries",
            column,
            existing_type=sa.DateTime(),
            type_=sa.DateTime(timezone=True),
            existing_nullable=nullable,
            postgresql_using=f"{column} AT TIME ZONE 'Europe/Prague'",
        )


def downgrade():
    for column, nullable in COLUMNS.items():
        op.alter_column(
            "time_entries",
            column,
            existing_type=sa.DateTime(timezone=True),
            type_=sa.DateTime(),
            existing_nullable=nullable,
            postgresql_using=f"{column} AT TIME ZONE 'Europe/Prague'",
        )
