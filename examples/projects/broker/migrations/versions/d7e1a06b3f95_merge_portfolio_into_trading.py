"""merge portfolio into trading

Nothing to do but to join the two lines.

Revision ID: d7e1a06b3f95
Revises: 50b6f94e8d12, 9f57c2036be8
Create Date: 2024-03-01 08:20:15.069932+00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

revision: str = "d7e1a06b3f95"
down_revision: Union[str, Sequence[str], None] = ("50b6f94e8d12", "9f57c2036be8")
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
