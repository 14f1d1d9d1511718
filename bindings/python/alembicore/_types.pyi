# The keyword options of the calls, for type checkers; docs/reference/python-api.md says what they do.
import os
from collections.abc import Sequence
from typing import Literal, TypedDict

Path = str | os.PathLike[str]
Transactions = Literal["per_run", "per_migration", "none"]
Engine = Literal["auto", "native", "python"]

class ScriptOptions(TypedDict, total=False):
    engine: Engine | None
    python: Path | None
    tag: str | None

class RunOptions(ScriptOptions, total=False):
    transactions: Transactions | None
    lock_wait: int | None
    lock_timeout: str | None
    statement_timeout: str | None
    on_blocked: Literal["wait", "give-up", "retry", "cancel", "terminate"] | None
    journal: Literal["on", "off"] | None
    backup: Literal["auto", "full", "affected", "schema", "none"] | None
    backup_directory: Path | None
    authenticated_user: str | None

class LintOptions(TypedDict, total=False):
    only: Sequence[str]
    also: Sequence[str]
    without: Sequence[str]
    directions: Literal["upgrade", "downgrade", "both"] | None
    start_after: str | None
    baseline: Sequence[str]
    server_version: int | None
    transactions: Transactions | None
    in_transaction: bool

class RehearsalOptions(TypedDict, total=False):
    place: Literal["scratch", "target"] | None
    rows: Literal["none", "sample", "all"] | None
    sample_size: int | None
    scratch_server: str | None
    transactions: Transactions | None
    lock_timeout: str | None
