"""web users and their areas

The table came with the web front end, whose installer created it wherever it ran first: hence IF NOT EXISTS.

Revision ID: 003
Revises: 002
Create Date: 2021-06-29 09:31:20.918455+02:00

"""
from alembic import op
import sqlalchemy as sa

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        """
        CREATE TABLE IF NOT EXISTS users_web (
            id serial PRIMARY KEY,
            login varchar(50) NOT NULL,
            password_hash varchar(200) NOT NULL
        )
        """
    )
    op.execute("ALTER TABLE users_web ADD COLUMN IF NOT EXISTS area_ids smallint[] NOT NULL DEFAULT '{}'")
    op.execute("CREATE INDEX IF NOT EXISTS users_web_area_ids ON users_web USING gin (area_ids)")
    op.create_unique_constraint("users_web_login_key", "users_web", ["login"])


def downgrade():
    op.drop_table("users_web")
