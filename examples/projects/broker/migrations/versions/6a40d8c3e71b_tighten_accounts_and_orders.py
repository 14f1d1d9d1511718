"""tighten accounts and orders

Names and rules that a year of trading has taught.

Revision ID: 6a40d8c3e71b
Revises: 1b9c5e7f42d0
Create Date: 2024-04-08 10:11:42.861157+00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

revision: str = "6a40d8c3e71b"
down_revision: Union[str, Sequence[str], None] = "1b9c5e7f42d0"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.alter_column("accounts", "number", new_column_name="iban", existing_type=sa.String(length=34))
    op.drop_constraint(op.f("uq_accounts_number"), "accounts", type_="unique")
    op.create_unique_constraint(op.f("uq_accounts_iban"), "accounts", ["iban"])
    op.alter_column(
        "users",
        "full_name",
        existing_type=sa.String(length=200),
        type_=sa.Text(),
        existing_nullable=False,
        comment="As on the identity document",
    )
    op.alter_column("accounts", "currency", existing_type=sa.CHAR(length=3), server_default=None)
    op.create_check_constraint(op.f("ck_accounts_currency_code"), "accounts", "currency ~ '^[A-Z]{3}$'")
    op.drop_constraint(op.f("fk_executions_order_id_orders"), "executions", type_="foreignkey")
    op.create_foreign_key(
        op.f("fk_executions_order_id_orders"),
        "executions",
        "orders",
        ["order_id"],
        ["id"],
        ondelete="CASCADE",
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_table_comment("orders", "Orders as the customer placed them", existing_comment=None)


def downgrade() -> None:
    op.drop_table_comment("orders", existing_comment="Orders as the customer placed them")
    op.drop_constraint(op.f("fk_executions_order_id_orders"), "executions", type_="foreignkey")
    op.create_foreign_key(
        op.f("fk_executions_order_id_orders"),
        "executions",
        "orders",
        ["order_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.drop_constraint(op.f("ck_accounts_currency_code"), "accounts", type_="check")
    op.alter_column("accounts", "currency", existing_type=sa.CHAR(length=3), server_default="EUR")
    op.alter_column(
        "users",
        "full_name",
        existing_type=sa.Text(),
        type_=sa.String(length=200),
        existing_nullable=False,
        comment=None,
        existing_comment="As on the identity document",
    )
    op.drop_constraint(op.f("uq_accounts_iban"), "accounts", type_="unique")
    op.create_unique_constraint(op.f("uq_accounts_number"), "accounts", ["iban"])
    op.alter_column("accounts", "iban", new_column_name="number", existing_type=sa.String(length=34))
