"""delete softly

A deleted chat or message stays for thirty days. Reading a chat meets only the living rows, so the index does too.
"""
from alembic import op

revision = "0004_soft_delete"
down_revision = "0003_messages"
branch_labels = None
depends_on = None


def upgrade():
    for table in ("chats", "messages"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN deleted_at timestamptz")
    op.execute("DROP INDEX messages_chat_id_idx")
    op.execute(
        """
        CREATE INDEX messages_live_idx ON messages (chat_id, created_at)
        WHERE deleted_at IS NULL
        """
    )


def downgrade():
    # Without the column nobody could tell a deleted row from a living one.
    op.execute("DELETE FROM messages WHERE deleted_at IS NOT NULL")
    op.execute("DELETE FROM chats WHERE deleted_at IS NOT NULL")
    op.execute("DROP INDEX messages_live_idx")
    op.execute("CREATE INDEX messages_chat_id_idx ON messages (chat_id, created_at)")
    for table in ("messages", "chats"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN deleted_at")
