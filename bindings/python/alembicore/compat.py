"""The interface of ``alembic.script.revision`` over the native graph.

Code and tests that are written against Alembic's ``RevisionMap`` run on this one: what identifiers mean, which revisions
lie between two, and in which order, is decided by the engine. Names that begin with an underscore are those of Alembic
that its own code uses. What Alembic keeps to itself (``_walk``, ``_parse_upgrade_target``, ``_collect_upgrade_revisions``
and the like) is not here, and changes to ``_revision_map`` change nothing but that dict.
"""

from __future__ import annotations

import contextlib
import json
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, Optional, Union

from . import _native
from ._errors import Error

RevisionIdentifier = Union[str, Sequence[str], None]

# The names of types that modules which are written against Alembic's import.
_RevIdType = Union[str, list[str], tuple[str, ...]]
_GetRevArg = Union[str, Iterable[Optional[str]], Iterable[str]]
_RevisionIdentifierType = Union[str, tuple[str, ...], None]

__all__ = [
    "CycleDetected",
    "DependencyCycleDetected",
    "DependencyLoopDetected",
    "LoopDetected",
    "MultipleHeads",
    "RangeNotAncestorError",
    "ResolutionError",
    "Revision",
    "RevisionError",
    "RevisionMap",
    "is_revision",
    "tuple_rev_as_scalar",
]


class RevisionError(Exception):
    pass


class RangeNotAncestorError(RevisionError):
    def __init__(self, lower: Any, upper: Any) -> None:
        self.lower = lower
        self.upper = upper
        super().__init__(f"Revision {lower or 'base'} is not an ancestor of revision {upper or 'base'}")


class MultipleHeads(RevisionError):
    def __init__(self, heads: Sequence[str], argument: Optional[str]) -> None:
        self.heads = heads
        self.argument = argument
        super().__init__(f"Multiple heads are present for given argument '{argument}'; {', '.join(heads)}")


class ResolutionError(RevisionError):
    def __init__(self, message: str, argument: str) -> None:
        super().__init__(message)
        self.argument = argument


class CycleDetected(RevisionError):
    kind = "Cycle"

    def __init__(self, revisions: Sequence[str]) -> None:
        self.revisions = revisions
        super().__init__(f"{self.kind} is detected in revisions ({', '.join(revisions)})")


class DependencyCycleDetected(CycleDetected):
    kind = "Dependency cycle"


class LoopDetected(CycleDetected):
    kind = "Self-loop"

    def __init__(self, revision: str) -> None:
        CycleDetected.__init__(self, [revision])


class DependencyLoopDetected(DependencyCycleDetected, LoopDetected):
    kind = "Dependency self-loop"

    def __init__(self, revision: str) -> None:
        CycleDetected.__init__(self, [revision])


def _tuple(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def tuple_rev_as_scalar(rev: Optional[Sequence[Any]]) -> Any:
    """None for nothing, the element of a sequence of one, else the sequence."""
    if not rev:
        return None
    return rev[0] if len(rev) == 1 else rev


def is_revision(rev: Any) -> Revision:
    assert isinstance(rev, Revision)
    return rev


class Revision:
    """A revision of a ``RevisionMap``, which fills in what follows it and the labels that it inherits."""

    revision: str
    down_revision: Any
    dependencies: Any
    branch_labels: set[str]
    nextrev: frozenset[str] = frozenset()
    _all_nextrev: frozenset[str] = frozenset()
    _resolved_dependencies: tuple[str, ...] = ()
    _normalized_resolved_dependencies: tuple[str, ...] = ()

    @classmethod
    def verify_rev_id(cls, revision: str) -> None:
        illegal = sorted(set(revision) & set("@-+:"))
        if illegal:
            raise RevisionError(f"Character(s) '{', '.join(illegal)}' not allowed in revision identifier '{revision}'")

    def __init__(
        self,
        revision: str,
        down_revision: RevisionIdentifier,
        dependencies: RevisionIdentifier = None,
        branch_labels: Union[str, Iterable[str], None] = None,
    ) -> None:
        if revision in _tuple(down_revision):
            raise LoopDetected(revision)
        if revision in _tuple(dependencies):
            raise DependencyLoopDetected(revision)
        self.verify_rev_id(revision)
        self.revision = revision
        self.down_revision = tuple_rev_as_scalar(_tuple(down_revision))
        self.dependencies = tuple_rev_as_scalar(_tuple(dependencies))
        self._orig_branch_labels = _tuple(branch_labels)
        self.branch_labels = set(self._orig_branch_labels)

    def __repr__(self) -> str:
        text = f"{self.revision!r}, {self.down_revision!r}"
        if self.dependencies:
            text += f", dependencies={self.dependencies!r}"
        if self.branch_labels:
            text += f", branch_labels={self.branch_labels!r}"
        return f"{type(self).__name__}({text})"

    @property
    def _versioned_down_revisions(self) -> tuple[str, ...]:
        return _tuple(self.down_revision)

    @property
    def _all_down_revisions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._versioned_down_revisions + self._resolved_dependencies))

    @property
    def _normalized_down_revisions(self) -> tuple[str, ...]:
        """Without dependencies that an ancestor has, too."""
        return tuple(dict.fromkeys(self._versioned_down_revisions + self._normalized_resolved_dependencies))

    @property
    def is_head(self) -> bool:
        return not self.nextrev

    @property
    def _is_real_head(self) -> bool:
        return not self._all_nextrev

    @property
    def is_base(self) -> bool:
        return self.down_revision is None

    @property
    def _is_real_base(self) -> bool:
        return self.down_revision is None and self.dependencies is None

    @property
    def is_branch_point(self) -> bool:
        return len(self.nextrev) > 1

    @property
    def _is_real_branch_point(self) -> bool:
        return len(self._all_nextrev) > 1

    @property
    def is_merge_point(self) -> bool:
        return len(self._versioned_down_revisions) > 1


class RevisionMap:
    """Revisions by their names. They are asked for when the map is first used."""

    def __init__(self, generator: Callable[[], Iterable[Revision]]) -> None:
        self._generator = generator
        self._built: Optional[_Built] = None

    @property
    def _state(self) -> _Built:
        if self._built is None:
            self._built = _Built(list(self._generator()))
        return self._built

    @property
    def _revision_map(self) -> dict[Any, Optional[Revision]]:
        return self._state.map

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(self._state.graph.heads())

    @property
    def bases(self) -> tuple[str, ...]:
        return tuple(self._state.graph.bases())

    @property
    def _real_heads(self) -> tuple[str, ...]:
        return tuple(self._state.graph.real_heads())

    @property
    def _real_bases(self) -> tuple[str, ...]:
        return tuple(each.revision for each in self._state.revisions.values() if each._is_real_base)

    def add_revision(self, revision: Revision, _replace: bool = False) -> None:
        known = self._state.revisions
        if _replace and revision.revision not in known:
            raise Exception(f"revision {revision.revision} not in map")
        others = [each for each in known.values() if not _replace or each.revision != revision.revision]
        self._built = _Built([*others, revision])

    def get_current_head(self, branch_label: Optional[str] = None) -> Optional[str]:
        heads: Sequence[str] = self.heads
        if branch_label:
            heads = self.filter_for_lineage(heads, branch_label)
        if len(heads) > 1:
            raise MultipleHeads(heads, f"{branch_label}@head" if branch_label else "head")
        return heads[0] if heads else None

    def get_revisions(self, id_: Any) -> tuple[Any, ...]:
        if isinstance(id_, (list, tuple, set, frozenset)):
            return tuple(found for each in id_ for found in self.get_revisions(each))
        names, _ = self._resolve_revision_number(id_)
        if not names:
            return ()
        with self._translated(id_):
            meant = self._state.graph.resolve_each(id_)
        return tuple(each if each in (None, "base") else self._revision_map[each] for each in meant)

    def get_revision(self, id_: Any) -> Optional[Revision]:
        names, label = self._resolve_revision_number(id_)
        if len(names) > 1:
            raise MultipleHeads(names, id_)
        return self._revision_for_ident(names[0] if names else (), label)

    def _resolve_revision_number(self, id_: Any) -> tuple[tuple[str, ...], Optional[str]]:
        """The names that an identifier stands for, and the branch that it is looked for on."""
        label = None
        if isinstance(id_, str) and "@" in id_:
            label, id_ = id_.split("@", 1)
        elif not (id_ is None or isinstance(id_, str)):
            if not isinstance(id_, tuple) or (id_ and not isinstance(id_[0], str)):
                raise RevisionError(
                    f"revision identifier {id_!r} is not a string; ensure database driver settings are correct"
                )
        if id_ == "heads":
            return (self.filter_for_lineage(self.heads, label) if label else self._real_heads), label
        if id_ == "head":
            return _tuple(self.get_current_head(label)), label
        self._state  # what is wrong with the map is told first
        return (() if id_ == "base" else _tuple(id_)), label

    def _resolve_branch(self, branch_label: str) -> Optional[Revision]:
        try:
            return self._revision_for_ident(branch_label)
        except ResolutionError as failure:
            raise ResolutionError(f"No such branch: '{branch_label}'", branch_label) from failure

    def _revision_for_ident(self, resolved_id: Any, check_branch: Optional[str] = None) -> Optional[Revision]:
        if not resolved_id:
            if check_branch:
                self._resolve_branch(check_branch)
            return None
        with self._translated(resolved_id):
            found = self._state.graph.resolve_one(f"{check_branch}@{resolved_id}" if check_branch else resolved_id)
        return self._revision_map[found]

    def filter_for_lineage(
        self, targets: Iterable[Any], check_against: Optional[str], include_dependencies: bool = False
    ) -> tuple[Any, ...]:
        all_targets = tuple(targets)
        if check_against is None:
            return all_targets
        ids = [self._id_of(each) for each in all_targets]
        with self._translated(check_against):
            kept = set(self._state.graph.in_lineage(ids, check_against, include_dependencies))
        return tuple(each for each, id_ in zip(all_targets, ids) if id_ in kept)

    def _shares_lineage(
        self, target: Any, test_against_revs: Any, include_dependencies: bool = False
    ) -> bool:
        others = [test_against_revs] if isinstance(test_against_revs, Revision) else _tuple(test_against_revs)
        return not others or any(
            self.filter_for_lineage([target], self._id_of(each), include_dependencies) for each in others
        )

    def _get_base_revisions(self, identifier: str) -> tuple[str, ...]:
        return self.filter_for_lineage(self.bases, identifier)

    def iterate_revisions(
        self,
        upper: RevisionIdentifier,
        lower: RevisionIdentifier,
        implicit_base: bool = False,
        inclusive: bool = False,
        assert_relative_length: bool = True,
        select_for_downgrade: bool = False,
    ) -> Iterator[Revision]:
        """Yields the revisions from ``upper`` down to ``lower``, descendants first."""
        graph = self._state.graph
        counted = isinstance(lower, str) and lower.startswith("-")
        if select_for_downgrade and counted and len(set(_tuple(upper))) > 1:
            warnings.warn(
                "downgrade -1 from multiple heads is ambiguous; this usage will be disallowed in a future release.",
                UserWarning,
                stacklevel=3,
            )
        with self._translated(upper, "Nothing to drop" if select_for_downgrade else lower, upper):
            found = graph.walk(
                list(_tuple(upper)),
                list(_tuple(lower)),
                downgrade=select_for_downgrade,
                inclusive=inclusive,
                all_lines=implicit_base,
                exact_steps=assert_relative_length,
            )
        for each in found:
            yield is_revision(self._revision_map[each])

    def _topological_sort(self, revisions: Collection[Revision], heads: Any) -> list[str]:
        chosen = [each.revision for each in revisions]
        return self._state.graph.in_walking_order(chosen, [each.revision for each in heads])

    def _get_descendant_nodes(
        self,
        targets: Collection[Any],
        map_: Any = None,
        check: bool = False,
        omit_immediate_dependencies: bool = False,
        include_dependencies: bool = True,
    ) -> Iterator[Revision]:
        def following(each: Revision) -> Iterable[str]:
            plain = not include_dependencies or (omit_immediate_dependencies and each in targets)
            return each.nextrev if plain else each._all_nextrev

        return self._related(targets, following, map_, check)

    def _get_ancestor_nodes(
        self, targets: Collection[Any], map_: Any = None, check: bool = False, include_dependencies: bool = True
    ) -> Iterator[Revision]:
        def preceding(each: Revision) -> Iterable[str]:
            return each._normalized_down_revisions if include_dependencies else each._versioned_down_revisions

        return self._related(targets, preceding, map_, check)

    def _related(
        self,
        targets: Collection[Any],
        links: Callable[[Revision], Iterable[str]],
        map_: Optional[dict[Any, Optional[Revision]]],
        check: bool,
    ) -> Iterator[Revision]:
        """The targets and all that the links lead to, each once."""
        known = self._revision_map if map_ is None else map_
        seen: set[Revision] = set()
        for target in targets:
            reached: set[Revision] = set()
            ahead = [is_revision(target)]
            while ahead:
                each = ahead.pop()
                if each in reached or (each in seen and not check):
                    continue
                reached.add(each)
                ahead.extend(is_revision(known[id_]) for id_ in links(each))
                if each not in seen:
                    seen.add(each)
                    yield each
            overlaps = reached.intersection(targets).difference([target])
            if check and overlaps:
                raise RevisionError(
                    f"Requested revision {target.revision} overlaps with other requested revisions "
                    + ", ".join(each.revision for each in overlaps)
                )

    def _get_all_current(self, id_: Any) -> set[Any]:
        """The tips of all that these revisions imply."""
        top = set(self.get_revisions(id_))
        top.update(self._get_ancestor_nodes(list(top)))
        return self._filter_into_branch_heads(top)

    def _filter_into_branch_heads(self, targets: Iterable[Any]) -> set[Any]:
        left = set(targets)
        for each in list(left):
            if left.intersection(self._get_descendant_nodes([each], include_dependencies=False)) - {each}:
                left.discard(each)
        return left

    def _id_of(self, target: Any) -> str:
        return is_revision(target if isinstance(target, Revision) else self._revision_for_ident(target)).revision

    @contextlib.contextmanager
    def _translated(self, argument: Any, lower: Any = None, upper: Any = None) -> Iterator[None]:
        """The library's errors as Alembic's."""
        try:
            yield
        except Error as failure:
            text = failure.reason or failure.message
            if failure.code == "unknown_revision":
                name = argument.rpartition("@")[2] if isinstance(argument, str) else argument
                if text.startswith("No such revision") and isinstance(name, str) and len(name) < 4:
                    text += "; please ensure at least four characters are present for partial revision identifier matches"
                raise ResolutionError(text, name) from failure
            if failure.code == "ambiguous_revision":
                raise ResolutionError(text.removesuffix(", …") + "...", argument) from failure
            if failure.code == "multiple_heads":
                label = argument.rpartition("@")[0] if isinstance(argument, str) else ""
                raise MultipleHeads(self.filter_for_lineage(self.heads, label or None), argument) from failure
            if failure.code == "bad_range":
                raise RangeNotAncestorError(lower, upper) from failure
            raise RevisionError(failure.message) from failure


class _Built:
    """Revisions, the native graph of them, and what Alembic has on the revisions themselves."""

    def __init__(self, loaded: list[Revision]) -> None:
        self.revisions: dict[str, Revision] = {}
        for each in loaded:
            if each.revision in self.revisions:
                warnings.warn(f"Revision {each.revision} is present more than once", UserWarning, stacklevel=4)
            self.revisions[each.revision] = each
        self.graph = _native.Graph(
            [
                (
                    each.revision,
                    list(each._versioned_down_revisions),
                    list(_tuple(each.dependencies)),
                    list(each._orig_branch_labels),
                )
                for each in loaded
            ]
        )
        self._refuse_missing_revisions()
        self._fill_in_links()
        self._refuse_cycles()
        self._refuse_labels_of_two()
        self.map: dict[Any, Optional[Revision]] = dict(self.revisions)
        for each in self.revisions.values():
            each.branch_labels.update(self.graph.labels(each.revision))
            self.map.update(dict.fromkeys(each._orig_branch_labels, each))
        self.map[None] = self.map[()] = None

    def _refuse_missing_revisions(self) -> None:
        labels = {label for each in self.revisions.values() for label in each._orig_branch_labels}
        for each in self.revisions.values():
            for needed in each._versioned_down_revisions + _tuple(each.dependencies):
                if needed not in self.revisions and needed not in labels:
                    warnings.warn(f"Revision {needed} referenced from {each} is not present", UserWarning, stacklevel=5)
                    raise KeyError(needed)

    def _fill_in_links(self) -> None:
        labelled = {label: each for each in self.revisions.values() for label in each._orig_branch_labels}
        following: dict[str, set[str]] = {id_: set() for id_ in self.revisions}
        all_following: dict[str, set[str]] = {id_: set() for id_ in self.revisions}
        for id_, each in self.revisions.items():
            named = [labelled[name].revision if name in labelled else name for name in _tuple(each.dependencies)]
            each._resolved_dependencies = tuple(named)
            for below in each._versioned_down_revisions:
                following[below].add(id_)
            for below in each._all_down_revisions:
                all_following[below].add(id_)
        for id_, each in self.revisions.items():
            each.nextrev = frozenset(following[id_])
            each._all_nextrev = frozenset(all_following[id_])
            own = self.graph.needs_itself(id_)
            each._normalized_resolved_dependencies = tuple(
                needed for needed in dict.fromkeys(each._resolved_dependencies) if needed in own
            )

    def _refuse_cycles(self) -> None:
        if not any(code == "cycle" for code, _ in self._problems()):
            return
        for kind, down, up, base in (
            (CycleDetected, "_versioned_down_revisions", "nextrev", "is_base"),
            (DependencyCycleDetected, "_all_down_revisions", "_all_nextrev", "_is_real_base"),
        ):
            tops = [id_ for id_, each in self.revisions.items() if not getattr(each, up)]
            bottoms = [id_ for id_, each in self.revisions.items() if getattr(each, base)]
            lost = set(self.revisions) - (self._reached(tops, down) & self._reached(bottoms, up))
            if lost:
                raise kind(sorted(lost) if tops and bottoms else list(self.revisions))

    def _reached(self, starts: list[str], links: str) -> set[str]:
        reached: set[str] = set()
        ahead = list(starts)
        while ahead:
            id_ = ahead.pop()
            if id_ not in reached:
                reached.add(id_)
                ahead.extend(getattr(self.revisions[id_], links))
        return reached

    def _refuse_labels_of_two(self) -> None:
        for code, message in self._problems():
            if code == "duplicate_label":
                raise RevisionError(message)

    def _problems(self) -> list[tuple[str, str]]:
        return [(each["code"], each["message"]) for each in json.loads(self.graph.diagnostics())]
