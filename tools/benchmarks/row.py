"""One line of the report: what was measured, against what, and whether that is good enough."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    what: str
    ours: str
    peer: str
    ratio: str
    limit: str = ""
    met: str = ""

    def __str__(self):
        return f"| {self.what} | {self.ours} | {self.peer} | {self.ratio} | {self.limit} | {self.met} |"


HEADER = Row("measured", "alembicore", "peer", "ratio", "limit", "met")
RULE = "|---|---:|---:|---:|---:|---|"


def time_text(seconds):
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def times_faster(what, ours, peer, name, at_least=None):
    ratio = peer / ours
    limit = f"at least {at_least} times faster" if at_least else ""
    met = ("yes" if ratio >= at_least else "no") if at_least else ""
    return Row(what, time_text(ours), f"{name} {time_text(peer)}", f"{ratio:.1f} times faster", limit, met)


def times_as_long(what, ours, peer, name, at_most=None):
    ratio = ours / peer
    limit = f"at most {at_most} times" if at_most else ""
    met = ("yes" if ratio <= at_most else "no") if at_most else ""
    return Row(what, time_text(ours), f"{name} {time_text(peer)}", f"{ratio:.2f} times", limit, met)


def megabytes(what, ours, peer, name, below):
    mb = 1e6
    met = "yes" if ours < below * mb else "no"
    return Row(what, f"{ours / mb:.0f} MB", f"{name} {peer / mb:.0f} MB", f"{ours / peer:.2f} times", f"below {below} MB", met)
