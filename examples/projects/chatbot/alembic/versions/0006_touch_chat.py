"""touch the chat with every message

The list of chats is sorted by the last thing said in each of them.
"""
from alembic import op

revision = "0006_touch_chat"
down_revision = "0005_search"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        """
        CREATE FUNCTION touch_chat() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            said timestamptz := coalesce(NEW.created_at, now());
        BEGIN
            UPDATE chats SET updated_at = greatest(updated_at, said) WHERE id = NEW.chat_id;
            RETURN NEW;
        END
        $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER messages_touch_chat AFTER INSERT ON messages
        FOR EACH ROW EXECUTE FUNCTION touch_chat()
        """
    )


def downgrade():
    op.execute("DROP TRIGGER messages_touch_chat ON messages")
    op.execute("DROP FUNCTION touch_chat()")
