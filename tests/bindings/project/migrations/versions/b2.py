"""accounts have names"""
import sqlalchemy as sa
from alembic import op

revision = "b2"
down_revision = "a1"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("accounts", sa.Column("name", sa.Text()))


def downgrade():
    op.drop_column("accounts", "name")
