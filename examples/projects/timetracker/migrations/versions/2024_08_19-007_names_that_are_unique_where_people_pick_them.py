"""names that are unique where people pick them

Two projects of one name in one area were never meant; the later one gets its number behind its name.

Revision ID: 007
Revises: 006
Create Date: 2024-08-19 11:20:57.381260+02:00

"""
from alembic import op
import sqlalchemy as sa

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        """
        UPDATE projects AS later
        SET name = left(later.name, 180) || ' #' || later.id
        WHERE EXISTS (
            SELECT FROM projects AS earlier
            WHERE earlier.area_id = later.area_id AND earlier.name = later.name AND earlier.id < later.id
        )
        """
    )
    op.create_unique_constraint("projects_area_id_name_key", "projects", ["area_id", "name"])
    op.create_unique_constraint("resources_login_key", "resources", ["login"])
    op.create_index("tasks_project_id_idx", "tasks", ["project_id"], unique=False)
    op.rename_table("diag_errors", "diag_sync_errors")


def downgrade():
    op.rename_table("diag_sync_errors", "diag_errors")
    op.drop_index("tasks_project_id_idx", table_name="tasks")
    op.drop_constraint("resources_login_key", "resources", type_="unique")
    op.drop_constraint("projects_area_id_name_key", "projects", type_="unique")
