"""Stopping calls that take their time."""

from __future__ import annotations

from typing import Optional

from . import _native


class Stop:
    """A request to stop, for any number of calls; ``request`` may be called from any thread."""

    def __init__(self) -> None:
        self._native = _native.Stop()

    def request(self) -> None:
        self._native.request()


def native_stop(stop: Optional[Stop]) -> Optional[_native.Stop]:
    return None if stop is None else stop._native
