"""The projects to compare, each with the ways to go through it."""
import os
import shutil
from dataclasses import dataclass

UP_AND_DOWN = (("upgrade", "base:heads"), ("downgrade", "heads:base"))
ROUND_TRIP = (("upgrade", "heads"), ("downgrade", "base"), ("upgrade", "heads"))


@dataclass(frozen=True)
class Project:
    name: str
    offline: tuple = UP_AND_DOWN  # arguments of commands with --sql
    online: tuple = ROUND_TRIP  # commands that run one after the other on one database
    version_table: str = "alembic_version"
    data: bool = False  # the rows are compared too


SAMPLES = (
    Project(
        "chatbot",
        offline=UP_AND_DOWN + (("upgrade", "0003_messages:0005_search"), ("downgrade", "head:-2")),
        online=(
            ("upgrade", "0003_messages"),
            ("upgrade", "+2"),
            ("upgrade", "head"),
            ("downgrade", "-1"),
            ("downgrade", "0003"),
            ("upgrade", "head"),
            ("downgrade", "base"),
        ),
    ),
    Project(
        "broker",
        offline=UP_AND_DOWN
        + (
            ("upgrade", "71a3:head"),
            ("upgrade", "base:portfolio@c3817da5e24f"),
            ("downgrade", "head:-2"),
            ("stamp", "base:head"),
        ),
        online=(
            ("upgrade", "71a3e9d2f84c"),
            ("upgrade", "e06c4b9715fa"),
            ("upgrade", "c3817da5e24f"),
            ("upgrade", "50b6f94e8d12"),
            ("upgrade", "head"),
            ("downgrade", "-2"),
            ("downgrade", "b5d80f6e3c47"),
            ("upgrade", "head"),
            ("downgrade", "base"),
            ("stamp", "head"),
        ),
    ),
    Project(
        "timetracker",
        offline=UP_AND_DOWN + (("stamp", "001"), ("upgrade", "001:head"), ("downgrade", "007:003")),
        online=(
            ("upgrade", "003"),
            ("upgrade", "+1"),
            ("upgrade", "head"),
            ("downgrade", "005"),
            ("upgrade", "head"),
            ("downgrade", "base"),
        ),
    ),
)

FIXTURES = (
    Project("application"),
    Project("constraints"),
    Project("enums", online=ROUND_TRIP + (("downgrade", "-1"),)),
    Project(
        "graph",
        # Not base:heads: the order of heads that stand beside each other is the newer releases' own.
        offline=(
            ("upgrade", "base:main6"),
            ("upgrade", "base:plugin3"),
            ("upgrade", "main2:join5"),
            ("downgrade", "main6:main2"),
            ("downgrade", "plugin3:plugin2"),
        ),
        online=(
            ("upgrade", "left@head"),
            ("upgrade", "heads"),
            ("downgrade", "join5"),
            ("downgrade", "right4"),
            ("upgrade", "plugin@head"),
            ("downgrade", "plugin@-1"),
            ("upgrade", "heads"),
            ("downgrade", "base"),
            ("stamp", "main2"),
        ),
    ),
    Project("indexes"),
    # What it does hangs on the database, so there is no text of it.
    Project(
        "live",
        offline=(),
        online=(("upgrade", "l2"), ("upgrade", "head"), ("downgrade", "l2"), ("downgrade", "base"), ("upgrade", "head")),
        data=True,
    ),
    Project("naming"),
    Project("percent"),
    Project("text", online=ROUND_TRIP + (("downgrade", "-1"),)),
    Project("types", online=(("upgrade", "t1"), ("upgrade", "t2"), *ROUND_TRIP)),
    Project("version_table", version_table='"applied revisions"', online=ROUND_TRIP + (("downgrade", "v1"),)),
)


def copy_projects(samples, fixtures, target):
    """Puts every project below `target`, where the tools may write; gives (project, folder) pairs."""
    for project in SAMPLES:
        shutil.copytree(os.path.join(samples, project.name), os.path.join(target, project.name))
    for project in FIXTURES:
        folder = os.path.join(target, project.name)
        shutil.copytree(os.path.join(fixtures, "default"), folder)
        shutil.copytree(os.path.join(fixtures, project.name), folder, dirs_exist_ok=True)
    return [(project, os.path.join(target, project.name)) for project in SAMPLES + FIXTURES]
