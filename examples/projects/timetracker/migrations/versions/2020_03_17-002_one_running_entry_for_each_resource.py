"""one running entry for each resource

Made by hand in production after two timers had run for one person; here so that every other database gets it too.

Revision ID: 002
Revises: 001
Create Date: 2020-03-17 16:05:48.127300+01:00

"""
from alembic import op
import sqlalchemy as sa

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE time_entries SET end_time = start_time WHERE end_time < start_time")
    op.create_index(
        "time_entries_running",
        "time_entries",
        ["resource_id"],
        unique=True,
        postgresql_where=sa.text("end_time IS NULL"),
    )
    op.create_check_constraint("time_entries_end_time_check", "time_entries", "end_time >= start_time")


def downgrade():
    op.drop_constraint("time_entries_end_time_check", "time_entries", type_="check")
    op.drop_index("time_entries_running", table_name="time_entries")
