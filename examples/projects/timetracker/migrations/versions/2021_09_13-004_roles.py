"""roles

Rights used to be a hard-coded list of logins.

Revision ID: 004
Revises: 003
Create Date: 2021-09-13 14:48:02.660014+02:00

"""
from alembic import op
import sqlalchemy as sa

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "roles",
        sa.Column("id", sa.SmallInteger(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("rank BETWEEN 1 AND 9", name="roles_rank_check"),
        sa.CheckConstraint("code = lower(code)", name="roles_code_check"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code", name="roles_code_key"),
        sa.UniqueConstraint("rank", name="roles_rank_key"),
    )
    op.execute("INSERT INTO roles (code, rank) VALUES ('admin', 1), ('manager', 5), ('worker', 9)")
    op.add_column(
        "users_web",
        sa.Column(
            "role_id", sa.SmallInteger(), sa.ForeignKey("roles.id", name="users_web_role_id_fkey"), nullable=True
        ),
    )
    op.execute("UPDATE users_web SET role_id = roles.id FROM roles WHERE roles.code = 'worker'")
    op.alter_column("users_web", "role_id", existing_type=sa.SmallInteger(), nullable=False)


def downgrade():
    op.drop_constraint("users_web_role_id_fkey", "users_web", type_="foreignkey")
    op.drop_column("users_web", "role_id")
    op.drop_table("roles")
