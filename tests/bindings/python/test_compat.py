"""alembicore.compat: the interface of alembic.script.revision, and that it answers as the real one does."""

import os
import random
import unittest
import warnings

from alembicore import compat
from alembicore.compat import Revision, RevisionMap

try:
    from alembic.script import revision as real
except ImportError:
    real = None


def ids(revisions):
    return [each.revision for each in revisions]


def branched():
    return RevisionMap(
        lambda: [
            Revision("a", None),
            Revision("b1", "a", branch_labels="left"),
            Revision("b2", "a", branch_labels=["right"]),
            Revision("c1", "b1"),
            Revision("longer_name", ("b2",), dependencies="c1"),
        ]
    )


class Interface(unittest.TestCase):
    def test_what_the_map_fills_in(self):
        map_ = branched()
        self.assertEqual((map_.heads, map_.bases), (("c1", "longer_name"), ("a",)))
        self.assertEqual(map_._real_heads, ("longer_name",))
        a, c1, last = map_.get_revisions(("a", "c1", "longer_name"))
        self.assertEqual((a.nextrev, c1._all_nextrev), ({"b1", "b2"}, {"longer_name"}))
        self.assertEqual((c1.branch_labels, last.branch_labels), ({"left"}, {"right"}))
        self.assertEqual(last._all_down_revisions, ("b2", "c1"))
        self.assertTrue(a.is_base and a.is_branch_point and c1.is_head and not c1._is_real_head)
        self.assertEqual(repr(last), "Revision('longer_name', 'b2', dependencies='c1', branch_labels={'right'})")

    def test_identifiers(self):
        map_ = branched()
        self.assertEqual(map_.get_revision("left@head").revision, "c1")
        self.assertEqual(map_.get_revision("long").revision, "longer_name")
        self.assertIsNone(map_.get_revision("base"))
        self.assertEqual(ids(map_.get_revisions("heads")), ["longer_name"])
        self.assertEqual(map_.filter_for_lineage(["b1", "b2", "c1"], "left"), ("b1", "c1"))
        with self.assertRaisesRegex(compat.MultipleHeads, "Multiple heads are present for given argument 'head'; c1, l"):
            map_.get_revision("head")
        with self.assertRaisesRegex(compat.ResolutionError, "No such revision or branch 'zz'; please ensure"):
            map_.get_revision("zz")
        with self.assertRaisesRegex(compat.ResolutionError, "No such branch: 'zz'"):
            map_.get_revision("zz@c1")
        with self.assertRaisesRegex(compat.RevisionError, "b'c1' is not a string"):
            map_.get_revision(b"c1")

    def test_iteration(self):
        map_ = branched()
        self.assertEqual(ids(map_.iterate_revisions("heads", "a")), ["longer_name", "b2", "c1", "b1"])
        self.assertEqual(ids(map_.iterate_revisions("c1", "b1", inclusive=True)), ["c1", "b1"])
        down = map_.iterate_revisions(("longer_name",), "left@b1", select_for_downgrade=True)
        self.assertEqual(ids(down), ["longer_name", "c1"])
        with self.assertRaisesRegex(compat.RangeNotAncestorError, "Revision c1 is not an ancestor of revision b2"):
            list(map_.iterate_revisions("b2", "c1"))

    def test_a_revision_is_added(self):
        map_ = branched()
        map_.add_revision(Revision("d", "longer_name"))
        self.assertEqual((map_.heads, map_.get_revision("d").branch_labels), (("c1", "d"), {"right"}))

    def test_what_cannot_be_a_map(self):
        with self.assertRaisesRegex(compat.LoopDetected, r"^Self-loop is detected in revisions \(a\)$"):
            Revision("a", "a")
        with self.assertRaisesRegex(compat.RevisionError, "not allowed in revision identifier"):
            Revision("a-b", None)
        circle = RevisionMap(lambda: [Revision("a", "c"), Revision("b", "a"), Revision("c", "b")])
        with self.assertRaisesRegex(compat.CycleDetected, r"^Cycle is detected in revisions \(a, b, c\)$"):
            circle.heads
        needed = RevisionMap(lambda: [Revision("a", None, dependencies="b"), Revision("b", "a")])
        with self.assertRaisesRegex(compat.DependencyCycleDetected, "^Dependency cycle is detected"):
            needed.heads
        twice = RevisionMap(lambda: [Revision("a", None, branch_labels="x"), Revision("b", "a", branch_labels="x")])
        with self.assertRaisesRegex(compat.RevisionError, "Branch name 'x' in revision b already used by revision a"):
            twice.heads
        missing = RevisionMap(lambda: [Revision("b", "gone")])
        with self.assertWarnsRegex(UserWarning, "gone referenced from"), self.assertRaises(KeyError):
            missing.heads


class Declarations:
    """A random history, as arguments of Revision."""

    def __init__(self, chance):
        self.names = [f"r{number}xyz" for number in range(chance.randint(2, 12))]
        self.labels = []
        self.all = [self.declare(chance, number) for number in range(len(self.names))]

    def declare(self, chance, number):
        before = self.names[:number]
        parents = chance.sample(before, min(len(before), chance.choice((0, 1, 1, 1, 1, 2))))
        others = [each for each in before if each not in parents]
        # Alembic leaves the order of several to chance.
        dependencies = chance.choice(others) if others and chance.random() < 0.3 else None
        label = f"label{number}" if chance.random() < 0.2 else None
        self.labels += [label] if label else []
        return self.names[number], tuple(parents), dependencies, label

    def map_of(self, module):
        return module.RevisionMap(lambda: [module.Revision(*each) for each in self.all])

    def identifier(self, chance):
        name = chance.choice(self.names)
        words = [name, name, name, "head", "heads", "base", None, name[:4], f"{name}+1", f"{name}-1", "-1", "+1"]
        for label in self.labels:
            words += [f"{label}@head", f"{label}@base", f"{label}@{name}", f"{label}@-1", label]
        if chance.random() < 0.2:
            return tuple(chance.sample(self.names, min(2, len(self.names))))
        return chance.choice(words)


def outcome(ask):
    """What is answered, or the class of what is raised. Where Alembic trips over itself, any refusal will do."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ask()
    except (compat.RevisionError, *([real.RevisionError] if real else [])) as failure:
        return type(failure).__name__
    except (AssertionError, AttributeError, KeyError, ValueError, TypeError):
        return "tripped"


@unittest.skipIf(real is None, "Alembic is not installed")
class AgainstAlembic(unittest.TestCase):
    """More with ALEMBICORE_COMPAT_ROUNDS, others with ALEMBICORE_COMPAT_SEED."""

    def setUp(self):
        self.seed = int(os.environ.get("ALEMBICORE_COMPAT_SEED", random.SystemRandom().randrange(2**32)))
        self.chance = random.Random(self.seed)
        self.rounds = int(os.environ.get("ALEMBICORE_COMPAT_ROUNDS", "120"))

    def compare(self, declared, question, ask):
        ours = outcome(lambda: ask(declared.map_of(compat)))
        theirs = outcome(lambda: ask(declared.map_of(real)))
        if theirs == "tripped":
            self.assertIsInstance(ours, (str, list), (self.seed, declared.all, question))
            return False
        self.assertEqual(ours, theirs, f"seed {self.seed}: {declared.all} {question}")
        return True

    def test_random_walks(self):
        answered = 0
        for _ in range(self.rounds):
            declared = Declarations(self.chance)
            for _ in range(10):
                how = {
                    name: self.chance.random() < 0.5
                    for name in ("implicit_base", "inclusive", "assert_relative_length", "select_for_downgrade")
                }
                ends = declared.identifier(self.chance), declared.identifier(self.chance)
                walk = lambda map_: ids(map_.iterate_revisions(*ends, **how))  # noqa: E731
                answered += self.compare(declared, (ends, how), walk)
        self.assertGreater(answered, self.rounds * 5)

    def test_random_identifiers(self):
        for _ in range(self.rounds):
            declared = Declarations(self.chance)
            for _ in range(10):
                one = declared.identifier(self.chance)
                self.compare(declared, one, lambda map_: [getattr(map_.get_revision(one), "revision", None)])
                self.compare(declared, one, lambda map_: [getattr(x, "revision", x) for x in map_.get_revisions(one)])
                if not isinstance(one, tuple):
                    self.compare(declared, one, lambda map_: list(map_.filter_for_lineage(declared.names, one)))

    def test_random_maps(self):
        for _ in range(self.rounds):
            declared = Declarations(self.chance)
            for name in ("heads", "bases", "_real_heads", "_real_bases"):
                self.compare(declared, name, lambda map_: list(getattr(map_, name)))
            for name in ("nextrev", "_all_nextrev", "branch_labels", "_all_down_revisions", "_normalized_down_revisions"):
                self.compare(
                    declared, name, lambda map_: [sorted(getattr(map_.get_revision(x), name)) for x in declared.names]
                )


if __name__ == "__main__":
    unittest.main()
