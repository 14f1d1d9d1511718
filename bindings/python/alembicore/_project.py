"""Projects, their graph, plans and runs."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Optional, Union

from . import _native
from ._database import Database
from ._options import EventFunction, listener, options
from ._stop import Stop, native_stop

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._types import LintOptions, RehearsalOptions, RunOptions, ScriptOptions

Rows = Union[str, Iterable[str]]
Path = Union[str, "os.PathLike[str]"]


class Plan:
    """Decided steps; nothing has run yet."""

    def __init__(self, native: _native.Plan) -> None:
        self._native = native

    def __len__(self) -> int:
        return self._native.step_count()

    def as_dict(self) -> dict[str, Any]:
        """As ``alembicore plan --json``."""
        shown: dict[str, Any] = json.loads(self._native.json())
        return shown

    @property
    def steps(self) -> list[dict[str, Any]]:
        steps: list[dict[str, Any]] = self.as_dict()["steps"]
        return steps

    @property
    def warnings(self) -> list[str]:
        warnings: list[str] = self.as_dict()["warnings"]
        return warnings


class Graph:
    """The revisions of a project and how they are linked. Revisions are named by their exact ids, but for ``resolve``."""

    def __init__(self, native: _native.Graph) -> None:
        self._native = native

    def __len__(self) -> int:
        return len(self._native.ids())

    def __iter__(self) -> Iterator[str]:
        """The ids in load order, then those that are only named as a parent."""
        return iter(self._native.ids())

    def __contains__(self, revision: object) -> bool:
        return revision in self._native.ids()

    def __getitem__(self, revision: str) -> dict[str, Any]:
        """A revision as in ``alembicore history --json``."""
        shown: dict[str, Any] = json.loads(self._native.describe(revision))
        return shown

    @property
    def heads(self) -> list[str]:
        return self._native.heads()

    @property
    def real_heads(self) -> list[str]:
        """Heads that nothing depends on either: what a fully upgraded database holds."""
        return self._native.real_heads()

    @property
    def bases(self) -> list[str]:
        return self._native.bases()

    def resolve(self, identifier: str) -> list[str]:
        """The revisions that ``head``, ``label@head``, the beginning of an id, and the like mean; ``base`` gives none."""
        return self._native.resolve(identifier)

    def parents(self, revision: str) -> list[str]:
        return self._native.parents(revision)

    def children(self, revision: str) -> list[str]:
        return self._native.children(revision)

    def dependencies(self, revision: str) -> list[str]:
        return self._native.dependencies(revision)

    def labels(self, revision: str) -> list[str]:
        """Branch labels, inherited ones too."""
        return self._native.labels(revision)

    def is_head(self, revision: str) -> bool:
        return self._native.is_head(revision)

    def is_effective_head(self, revision: str) -> bool:
        return self._native.is_effective_head(revision)

    def is_branch_point(self, revision: str) -> bool:
        return self._native.is_branch_point(revision)

    def is_merge_point(self, revision: str) -> bool:
        return self._native.is_merge_point(revision)

    def applied(self, rows: Iterable[str]) -> list[str]:
        """All revisions that these rows of the version table imply."""
        return self._native.applied(list(rows))


class Project:
    """An Alembic project as it lies on disk. It does not change: open it again to see changed files.

    Where a method takes a ``database``, None means that it connects to the project's own for that call.
    """

    def __init__(
        self,
        directory: Optional[Path] = None,
        *,
        config_files: Iterable[Path] = (),
        section: Optional[str] = None,
        database_url: Optional[str] = None,
        environment: Optional[Mapping[str, str]] = None,
        x_arguments: Iterable[str] = (),
        sqlalchemy_generation: Optional[str] = None,
    ) -> None:
        """Reads the project in a directory; None: the working directory. ``environment``: None is that of the process."""
        given = options(
            {
                "config_files": [os.fspath(each) for each in config_files],
                "section": section,
                "database_url": database_url,
                "environment": environment,
                "x_arguments": list(x_arguments),
                "sqlalchemy_generation": sqlalchemy_generation,
            }
        )
        self._native = _native.Project("" if directory is None else os.fspath(directory), given)

    @classmethod
    def open_versions(cls, *folders: Path) -> Project:
        """A project of bare folders of revision files, without configuration."""
        opened = cls.__new__(cls)
        opened._native = _native.Project.open_versions([os.fspath(each) for each in folders])
        return opened

    @property
    def graph(self) -> Graph:
        return Graph(self._native.graph())

    @property
    def diagnostics(self) -> list[dict[str, Any]]:
        """Everything that is the matter with the project."""
        found: list[dict[str, Any]] = json.loads(self._native.diagnostics())
        return found

    def connect(self, timeout: int = 10) -> Database:
        """Connects to the project's database; the timeout is in seconds."""
        return Database(self._native.connect(timeout))

    @contextlib.contextmanager
    def _connected(self, database: Optional[Database]) -> Iterator[_native.Database]:
        if database is not None:
            yield database._native
        else:
            with self.connect() as own:
                yield own._native

    # What the project has. The results are those of the commands of the same names.

    def history(self, range: str = ":", database: Optional[Database] = None) -> dict[str, Any]:
        """The revisions, newest first. ``current`` in the range needs a database, which is not connected to here."""
        return _read(self._native.history(range, _native_or_none(database)))

    def heads(self) -> dict[str, Any]:
        return _read(self._native.heads())

    def branches(self) -> dict[str, Any]:
        return _read(self._native.branches())

    def show(self, revision: str, database: Optional[Database] = None) -> dict[str, Any]:
        return _read(self._native.show(revision, _native_or_none(database)))

    def current(self, database: Optional[Database] = None) -> dict[str, Any]:
        """What the database is at: "current" are the rows of its version table."""
        with self._connected(database) as connected:
            return _read(self._native.current(connected))

    def inspect(self, revision: str) -> dict[str, Any]:
        """What a revision does, both ways."""
        return _read(self._native.inspect(revision))

    def inspect_file(self, file: Path) -> dict[str, Any]:
        """The same for a file, whether or not it belongs to the project."""
        return _read(self._native.inspect_file(os.fspath(file)))

    def render(self) -> dict[str, Any]:
        """The SQL of every revision, both ways; "up_error" and "down_error" are None or whole errors."""
        return _read(self._native.render())

    def models(
        self,
        *names: str,
        engine: Optional[str] = None,
        python: Optional[Path] = None,
        on_event: Optional[EventFunction] = None,
        stop: Optional[Stop] = None,
    ) -> dict[str, Any]:
        """The SQLAlchemy models, read without running them; with the engine "python" the mapper is asked."""
        given = options({"names": names, "engine": engine, "python": python})
        return _read(self._native.models(given, native_stop(stop), listener(on_event)))

    def models_against(self, database: Optional[Database] = None, *, stop: Optional[Stop] = None) -> dict[str, Any]:
        """What the models and a database do not share."""
        with self._connected(database) as connected:
            return _read(self._native.models_against(connected, native_stop(stop)))

    def drift(
        self,
        database: Optional[Database] = None,
        *,
        scratch_server: Optional[str] = None,
        stop: Optional[Stop] = None,
    ) -> dict[str, Any]:
        """History, database and models: what not all three share, and which is the odd one out."""
        with self._connected(database) as connected:
            given = options({"scratch_server": scratch_server})
            return _read(self._native.drift(connected, given, native_stop(stop)))

    # Plans: from what a database is at, or from ``start``: rows of a version table, or "base".

    def plan_upgrade(
        self, target: str = "heads", *, start: Optional[Rows] = None, database: Optional[Database] = None
    ) -> Plan:
        return self._plan("upgrade", [target], start, database)

    def plan_downgrade(
        self, target: str, *, start: Optional[Rows] = None, database: Optional[Database] = None
    ) -> Plan:
        return self._plan("downgrade", [target], start, database)

    def plan_stamp(
        self, *targets: str, start: Optional[Rows] = None, database: Optional[Database] = None
    ) -> Plan:
        return self._plan("stamp", list(targets), start, database)

    def _plan(self, action: str, targets: list[str], start: Optional[Rows], database: Optional[Database]) -> Plan:
        if start is not None:
            rows = start if isinstance(start, str) else ",".join(start)
            return Plan(self._native.plan_from(action, targets, rows))
        with self._connected(database) as connected:
            return Plan(self._native.plan_for(action, targets, connected))

    def script(
        self,
        plan: Plan,
        *,
        on_event: Optional[EventFunction] = None,
        stop: Optional[Stop] = None,
        **given: Unpack[ScriptOptions],
    ) -> str:
        """The plan as the SQL that ``--sql`` prints."""
        return self._native.script(plan._native, options(given), native_stop(stop), listener(on_event))

    # Runs. ``on_event`` is told of each event, a dict with "event"; what it raises stops the run, and is raised.

    def upgrade(
        self,
        target: str = "heads",
        database: Optional[Database] = None,
        *,
        on_event: Optional[EventFunction] = None,
        stop: Optional[Stop] = None,
        **given: Unpack[RunOptions],
    ) -> dict[str, Any]:
        with self._connected(database) as connected:
            return _read(
                self._native.upgrade(connected, target, options(given), native_stop(stop), listener(on_event))
            )

    def downgrade(
        self,
        target: str,
        database: Optional[Database] = None,
        *,
        on_event: Optional[EventFunction] = None,
        stop: Optional[Stop] = None,
        **given: Unpack[RunOptions],
    ) -> dict[str, Any]:
        with self._connected(database) as connected:
            return _read(
                self._native.downgrade(connected, target, options(given), native_stop(stop), listener(on_event))
            )

    def stamp(
        self,
        *targets: str,
        database: Optional[Database] = None,
        purge: bool = False,
        on_event: Optional[EventFunction] = None,
        stop: Optional[Stop] = None,
        **given: Unpack[RunOptions],
    ) -> dict[str, Any]:
        """Version rows only; ``purge`` empties the version table first."""
        with self._connected(database) as connected:
            wanted = options({**given, "purge": purge})
            return _read(
                self._native.stamp(connected, list(targets), wanted, native_stop(stop), listener(on_event))
            )

    def run(
        self,
        plan: Plan,
        database: Optional[Database] = None,
        *,
        on_event: Optional[EventFunction] = None,
        stop: Optional[Stop] = None,
        **given: Unpack[RunOptions],
    ) -> dict[str, Any]:
        """Runs a plan that was made for what the database is at; where it has moved, ``version_mismatch``."""
        with self._connected(database) as connected:
            return _read(
                self._native.run_plan(connected, plan._native, options(given), native_stop(stop), listener(on_event))
            )

    # Looking ahead.

    def lint(
        self,
        *revisions: str,
        plan: Optional[Plan] = None,
        database: Optional[Database] = None,
        stop: Optional[Stop] = None,
        **given: Unpack[LintOptions],
    ) -> dict[str, Any]:
        """What is dangerous: about these revisions, about a plan as one piece of work, or about all revisions. A
        database, which is not connected to here, weighs the findings by the size of its tables."""
        live = _native_or_none(database)
        if plan is None:
            return _read(self._native.lint_revisions(list(revisions), live, options(given), native_stop(stop)))
        if revisions:
            raise TypeError("give revisions or a plan")
        return _read(self._native.lint_plan(plan._native, live, options(given), native_stop(stop)))

    def rehearse(
        self,
        plan: Plan,
        database: Optional[Database] = None,
        *,
        on_event: Optional[EventFunction] = None,
        stop: Optional[Stop] = None,
        **given: Unpack[RehearsalOptions],
    ) -> dict[str, Any]:
        """Runs the plan in a scratch database, then backwards. A plan that fails is no error: "failure" says why."""
        with self._connected(database) as connected:
            return _read(
                self._native.rehearse(connected, plan._native, options(given), native_stop(stop), listener(on_event))
            )

    # Backups, where the project's settings or ``directory`` say.

    def create_backup(
        self,
        database: Optional[Database] = None,
        *,
        on_event: Optional[EventFunction] = None,
        stop: Optional[Stop] = None,
        directory: Optional[Path] = None,
        policy: Optional[str] = None,
        tables: Iterable[str] = (),
        format: Optional[str] = None,
        jobs: Optional[int] = None,
        programs: Optional[Path] = None,
        lock_wait: Optional[int] = None,
    ) -> dict[str, Any]:
        """Gives the manifest. With ``tables`` the schema and the rows of these only."""
        given = options(
            {
                "directory": directory,
                "policy": policy,
                "tables": list(tables),
                "format": format,
                "jobs": jobs,
                "programs": programs,
                "lock_wait": lock_wait,
            }
        )
        with self._connected(database) as connected:
            return _read(
                _native.backup_create(self._native, connected, given, native_stop(stop), listener(on_event))
            )

    def list_backups(self, directory: Optional[Path] = None) -> dict[str, Any]:
        return _read(_native.backup_list(self._native, options({"directory": directory})))

    def verify_backup(
        self,
        id: str = "latest",
        *,
        restore_beside: Optional[Database] = None,
        on_event: Optional[EventFunction] = None,
        stop: Optional[Stop] = None,
        directory: Optional[Path] = None,
        programs: Optional[Path] = None,
    ) -> dict[str, Any]:
        """Whether a backup is whole: "problems" is empty then. With ``restore_beside`` it is loaded into a scratch
        database on that server, too."""
        given = options({"directory": directory, "programs": programs})
        beside = _native_or_none(restore_beside)
        return _read(
            _native.backup_verify(self._native, id, beside, given, native_stop(stop), listener(on_event))
        )

    def verify_journal(
        self, database: Optional[Database] = None, expected: Optional[str] = None
    ) -> dict[str, Any]:
        """As ``Database.verify_journal``, with "edited": files that have changed since they were applied."""
        with self._connected(database) as connected:
            return _read(connected.journal_verify(self._native, expected))


def _read(document: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(document)
    return read


def _native_or_none(database: Optional[Database]) -> Optional[_native.Database]:
    return None if database is None else database._native


def lint_sql(
    sql: str,
    name: str = "",
    *,
    database: Optional[Database] = None,
    stop: Optional[Stop] = None,
    **given: Unpack[LintOptions],
) -> dict[str, Any]:
    """What is dangerous about a text of SQL; ``name`` is the file of the places."""
    return _read(_native.lint_sql(sql, name, _native_or_none(database), options(given), native_stop(stop)))


def lint_rules() -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = json.loads(_native.lint_rules())
    return rules
