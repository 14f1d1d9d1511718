"""What goes wrong, with all that is known about it."""

from __future__ import annotations

import json
from typing import Any


class Error(Exception):
    """A call that failed. ``str()`` gives several lines for people; the fields are for programs.

    They are those of "Errors" in docs/reference/json.md; a text that is not known is empty. ``place`` and ``server``
    are dicts, or None.
    """

    code: str
    message: str
    reason: str
    remedy: str
    place: dict[str, Any] | None
    revision: str
    statement: str
    traceback: str
    server: dict[str, Any] | None
    database_state: str
    connection_usable: bool
    retryable: bool

    def __init__(self, info: dict[str, Any], description: str) -> None:
        super().__init__(info, description)
        self.info = info
        self.__dict__.update(info)

    def __str__(self) -> str:
        return str(self.args[1])

    @property
    def sqlstate(self) -> str:
        """Of the server's error; empty where it was none."""
        return str(self.server["sqlstate"]) if self.server else ""


class UsageError(Error):
    """Wrong arguments: the code is ``bad_usage`` or ``bad_range``."""


class Cancelled(Error):
    """Stopped by request; ``database_state`` says what became of the database."""


def make(info: str, description: str) -> Error:
    """The exception that fits. Called by the extension module."""
    known: dict[str, Any] = json.loads(info)
    classes = {"bad_usage": UsageError, "bad_range": UsageError, "cancelled": Cancelled}
    return classes.get(known["code"], Error)(known, description)
