"""one user for each address

Addresses differ in case only by accident: the oldest user of an address gets the chats of the others.
"""
from alembic import op

revision = "0007_unique_email"
down_revision = "0006_touch_chat"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        """
        WITH owner AS (
            SELECT DISTINCT ON (lower(email)) id, lower(email) AS address
            FROM users
            ORDER BY lower(email), created_at, id
        )
        UPDATE chats
        SET user_id = owner.id
        FROM users
        JOIN owner ON owner.address = lower(users.email)
        WHERE chats.user_id = users.id AND users.id <> owner.id
        """
    )
    op.execute(
        """
        DELETE FROM users AS later
        USING users AS earlier
        WHERE lower(later.email) = lower(earlier.email)
          AND (later.created_at, later.id) > (earlier.created_at, earlier.id)
        """
    )
    op.execute("CREATE UNIQUE INDEX users_email_key ON users (lower(email))")
    op.execute("ALTER TABLE users ADD CONSTRAINT users_email_check CHECK (email LIKE '%_@_%')")


def downgrade():
    op.execute("ALTER TABLE users DROP CONSTRAINT users_email_check")
    op.execute("DROP INDEX users_email_key")
