"""fill positions from executions

Leaves a note in the audit trail, which the trading branch creates: hence depends_on.

Revision ID: 50b6f94e8d12
Revises: c3817da5e24f
Create Date: 2024-02-21 16:18:36.588240+00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

revision: str = "50b6f94e8d12"
down_revision: Union[str, Sequence[str], None] = "c3817da5e24f"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = "4d2b8ef1a963"


def upgrade() -> None:
    op.add_column(
        "positions",
        sa.Column("average_price", sa.Numeric(precision=18, scale=6), server_default="0", nullable=False),
    )
    op.execute(
        sa.text(
            """
            INSERT INTO positions (account_id, instrument_id, quantity, average_price)
            SELECT o.account_id,
                   o.instrument_id,
                   sum(CASE o.side WHEN 'buy' THEN e.quantity ELSE -e.quantity END),
                   round(sum(e.quantity * e.price) / sum(e.quantity), 6)
            FROM executions AS e
            JOIN orders AS o ON o.id = e.order_id
            GROUP BY o.account_id, o.instrument_id
            """
        )
    )
    op.execute(
        """
        INSERT INTO audit_entries (action, subject, details)
        SELECT 'positions.filled', 'positions', jsonb_build_object('rows', count(*))
        FROM positions
        """
    )


def downgrade() -> None:
    op.execute("DELETE FROM audit_entries WHERE action = 'positions.filled'")
    op.execute("DELETE FROM positions")
    op.drop_column("positions", "average_price")
