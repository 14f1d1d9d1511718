"""From Python's arguments to the options of the calls, and back from their results."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import Any, Optional

Event = dict[str, Any]
EventFunction = Callable[[Event], object]


def _plain(value: object) -> object:
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (tuple, set, frozenset)):
        return list(value)
    raise TypeError(f"{value!r} is no option")


def options(given: Mapping[str, Any]) -> str:
    """As a JSON object; the library refuses names and values that it does not know."""
    return json.dumps({name: value for name, value in given.items() if value is not None}, default=_plain)


def listener(on_event: Optional[EventFunction]) -> Optional[Callable[[str], None]]:
    if on_event is None:
        return None

    def told(event: str) -> None:
        on_event(json.loads(event))

    return told
