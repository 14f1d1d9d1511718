"""Alembic migrations for PostgreSQL, by a native engine.

    import alembicore

    project = alembicore.Project("path/to/project")
    print(project.upgrade("heads", on_event=print))

Values are plain dicts, in the shapes of the command line's ``--json`` (docs/reference/json.md); projects, plans and
connections are objects. Calls that take their time give Python's lock back, can be watched by ``on_event``, and end on
Ctrl-C, on ``Stop.request()`` from any thread, or when ``on_event`` raises. What fails raises ``Error``.
"""

from ._database import Cluster, Database, connect
from ._errors import Cancelled, Error, UsageError
from ._native import version as __version__
from ._project import Graph, Plan, Project, lint_rules, lint_sql
from ._stop import Stop

__all__ = [
    "Cancelled",
    "Cluster",
    "Database",
    "Error",
    "Graph",
    "Plan",
    "Project",
    "Stop",
    "UsageError",
    "__version__",
    "connect",
    "lint_rules",
    "lint_sql",
]
