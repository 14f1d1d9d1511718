"""the server refuses this"""
import sqlalchemy as sa
from alembic import op

revision = "d4"
down_revision = "c3"
branch_labels = ("refused",)
depends_on = None


def upgrade():
    op.execute("INSERT INTO accounts (email) VALUES (NULL)")


def downgrade():
    pass
