"""The two databases that a history is applied to: compared after a step, and made equal again where they are not."""
import concurrent.futures
import difflib
import re

from . import missing, server, states

NEW_VALUES = re.compile(states.NEW_VALUES)  # a default may be the present time
EVERY = 25  # steps between two looks at what pg_dump shows, where no step needs one of its own


def what_differs(kind, theirs, ours):
    lines = difflib.unified_diff(theirs.splitlines(), ours.splitlines(), "Alembic", "alembicore", n=2, lineterm="")
    return "\n".join([kind, *list(lines)[:80]])


class Databases:
    """Alembic's and ours."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.alembic, self.ours = cluster.new_database("alembic"), cluster.new_database("ours")
        self.sessions = [server.Session(self.alembic), server.Session(self.ours)]
        self.both = concurrent.futures.ThreadPoolExecutor(2)
        self.unseen = 0  # steps since the last look with pg_dump

    def difference(self, closely):
        """What is different, or an empty text."""
        looks = [states.quick]
        self.unseen += 1
        if closely or self.unseen >= EVERY:
            self.unseen = 0
            looks += [states.schema] + [states.rows] * closely
        for look in looks:
            theirs, ours = self.both.map(look, self.sessions)
            if NEW_VALUES.sub("new", theirs) != NEW_VALUES.sub("new", ours):
                return what_differs(look.__name__, theirs, ours)
        return ""

    def take(self, good):
        bad = "ours" if good == "alembic" else "alembic"
        for session in self.sessions:
            session.end()  # PostgreSQL copies a database that nobody uses
        self.cluster.copy_database(good, bad)

    def supply(self, problem):
        return missing.supply(problem, (self.alembic, self.ours))

    def stamp(self, rows):
        for session in self.sessions:
            session.ask(states.stamp_sql(rows))
