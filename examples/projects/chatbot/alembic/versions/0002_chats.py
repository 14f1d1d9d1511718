"""create chats

A chat belongs to one user and goes with them.
"""
from alembic import op

revision = "0002_chats"
down_revision = "0001_users"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        """
        CREATE TABLE chats (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            title text NOT NULL DEFAULT 'New chat',
            model text NOT NULL,
            settings jsonb NOT NULL DEFAULT '{}'::jsonb,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        )
        """
    )
    op.execute("CREATE INDEX chats_user_id_idx ON chats (user_id, updated_at DESC)")


def downgrade():
    op.execute("DROP TABLE chats")
