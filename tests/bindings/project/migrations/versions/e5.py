"""this takes a minute"""
import sqlalchemy as sa
from alembic import op

revision = "e5"
down_revision = "c3"
branch_labels = ("slow",)
depends_on = None


def upgrade():
    op.execute("SELECT pg_sleep(60)")


def downgrade():
    pass
