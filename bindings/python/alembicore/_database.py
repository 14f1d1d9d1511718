"""Databases and private clusters."""

from __future__ import annotations

import json
import os
from typing import Any, Optional, Union

from . import _native
from ._options import options
from ._stop import Stop, native_stop


class Database:
    """A connection. Threads may share one: they take turns. ``with connect(url) as database:`` closes it."""

    def __init__(self, native: _native.Database) -> None:
        self._native = native

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Waits for the call that another thread has begun."""
        self._native.close()

    @property
    def url(self) -> str:
        """The address, with its password masked."""
        return self._native.url()

    @property
    def server_version(self) -> str:
        return self._native.server_version()

    def cancel(self) -> None:
        """Asks the server to cancel the statement that another thread runs now."""
        self._native.cancel()

    def lock_holder(self) -> Optional[dict[str, Any]]:
        """The session that migrates the database now, or None."""
        holder: Optional[dict[str, Any]] = json.loads(self._native.lock_holder())["holder"]
        return holder

    def schema(self, *names: str, schemas: tuple[str, ...] = (), stop: Optional[Stop] = None) -> dict[str, Any]:
        """What is in the database; of ``names`` where some are given, in which % stands for any characters."""
        wanted = options({"names": names, "schemas": schemas})
        read: dict[str, Any] = json.loads(self._native.schema(wanted, native_stop(stop)))
        return read

    def schema_sql(self, *names: str, schemas: tuple[str, ...] = (), stop: Optional[Stop] = None) -> str:
        """Statements that make the same schema in an empty database."""
        return self._native.schema_sql(options({"names": names, "schemas": schemas}), native_stop(stop))

    def schema_difference(self, other: Database, *names: str, schemas: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """What turns this schema into that of the other database."""
        if other is self:
            return []
        wanted = options({"names": names, "schemas": schemas})
        changes: list[dict[str, Any]] = json.loads(_native.schema_difference(self._native, other._native, wanted))
        return changes

    def journal(self, limit: int = 50, before: Optional[int] = None) -> list[dict[str, Any]]:
        """The newest runs, older than the run ``before``, without their steps."""
        runs: list[dict[str, Any]] = json.loads(self._native.journal_list(limit, before))["runs"]
        return runs

    def journal_run(self, number: int) -> dict[str, Any]:
        """One run with its steps."""
        run: dict[str, Any] = json.loads(self._native.journal_show(number))
        return run

    def verify_journal(self, expected: Optional[str] = None) -> dict[str, Any]:
        """Whether every entry is as it was written: "broken" is empty then. ``expected``: a "last_hash" of earlier."""
        found: dict[str, Any] = json.loads(self._native.journal_verify(None, expected))
        return found


def connect(url: str, timeout: int = 10) -> Database:
    """Connects to a URL as SQLAlchemy and libpq write it; the timeout is in seconds."""
    return Database(_native.Database(url, timeout))


class Cluster:
    """A PostgreSQL of one's own, on this machine. It outlives the process that starts it."""

    def __init__(self, directory: Union[str, os.PathLike[str], None] = None) -> None:
        """In this folder, which ``start`` makes where needed; None: the user's own, as ``alembicore db``."""
        self._native = _native.Cluster(None if directory is None else os.fspath(directory))

    def status(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads(self._native.status())
        return state

    def start(self) -> dict[str, Any]:
        """Creates and starts it where needed, and gives its state."""
        state: dict[str, Any] = json.loads(self._native.start())
        return state

    def stop(self) -> None:
        self._native.stop()

    def create_database(self, name: str) -> str:
        """Creates the database where it is not there, and gives its URL."""
        return self._native.create_database(name)

    def destroy(self) -> None:
        """Stops it and removes its folder, with all of its data."""
        self._native.destroy()
