"""search messages

Full-text search over what was said, kept up to date by the database.
"""
from alembic import op

revision = "0005_search"
down_revision = "0004_soft_delete"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        """
        ALTER TABLE messages
        ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple', content)) STORED
        """
    )
    op.execute("CREATE INDEX messages_search_idx ON messages USING gin (search)")


def downgrade():
    op.execute("ALTER TABLE messages DROP COLUMN search")
