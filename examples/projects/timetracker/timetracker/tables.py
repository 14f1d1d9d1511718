"""The time tracker's tables. The schema is older than this file: names and types are as history left them."""
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

metadata = MetaData()

areas = Table(
    "areas",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False),
)

projects = Table(
    "projects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("area_id", ForeignKey("areas.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("is_closed", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("area_id", "name", name="projects_area_id_name_key"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("projects.id"), nullable=False),
    Column("title", String(255), nullable=False),
    Column("estimate_minutes", Integer),
    Index("tasks_project_id_idx", "project_id"),
)

resources = Table(
    "resources",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(50), nullable=False),
    Column("hourly_rate", Numeric(8, 2)),
    UniqueConstraint("login", name="resources_login_key"),
)

time_entries = Table(
    "time_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("task_id", ForeignKey("tasks.id"), nullable=False),
    Column("resource_id", ForeignKey("resources.id"), nullable=False),
    Column("start_time", DateTime(timezone=True), nullable=False),
    Column("end_time", DateTime(timezone=True)),
    Column("note", Text),
    CheckConstraint("end_time >= start_time", name="time_entries_end_time_check"),
    Index("time_entries_running", "resource_id", unique=True, postgresql_where=text("end_time IS NULL")),
)

roles = Table(
    "roles",
    metadata,
    Column("id", SmallInteger, primary_key=True),
    Column("code", String(20), nullable=False),
    Column("rank", SmallInteger, nullable=False),
    CheckConstraint("rank BETWEEN 1 AND 9", name="roles_rank_check"),
    CheckConstraint("code = lower(code)", name="roles_code_check"),
    UniqueConstraint("code", name="roles_code_key"),
    UniqueConstraint("rank", name="roles_rank_key"),
)

users_web = Table(
    "users_web",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(50), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("area_ids", ARRAY(SmallInteger), nullable=False, server_default=text("'{}'")),
    Column("role_id", ForeignKey("roles.id", name="users_web_role_id_fkey"), nullable=False),
    UniqueConstraint("login", name="users_web_login_key"),
    Index("users_web_area_ids", "area_ids", postgresql_using="gin"),
)

diag_sync_runs = Table(
    "diag_sync_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started_at", DateTime, nullable=False, server_default=text("now()")),
    Column("finished_at", DateTime),
    Column("rows_read", BigInteger, nullable=False, server_default="0"),
)

diag_sync_errors = Table(
    "diag_sync_errors",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("run_id", ForeignKey("diag_sync_runs.id", ondelete="CASCADE")),
    Column("message", Text, nullable=False),
    Column("context", JSON),
)

diag_table_sizes = Table(
    "diag_table_sizes",
    metadata,
    Column("table_name", String(63), primary_key=True),
    Column("measured_on", Date, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
)
