"""create messages

Messages are read chat by chat in the order in which they were said.
"""
from alembic import op

revision = "0003_messages"
down_revision = "0002_chats"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        """
        CREATE TABLE messages (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            chat_id uuid NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
            role text NOT NULL,
            content text NOT NULL,
            tokens integer,
            created_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT messages_role_check CHECK (role IN ('system', 'user', 'assistant'))
        )
        """
    )
    op.execute("CREATE INDEX messages_chat_id_idx ON messages (chat_id, created_at)")


def downgrade():
    op.execute("DROP TABLE messages")
