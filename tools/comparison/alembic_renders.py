"""Run by the interpreter that has Alembic: renders every revision of a folder both ways, each direction on its own.

Writes {revision: {"file": …, "up": text or null, "up_error": …, "down": …, "down_error": …}} to standard output.
"""
import importlib.util
import io
import json
import pathlib
import sys
import warnings

import absent
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext


def load(file):
    sys.path.insert(0, str(file.parent))
    try:
        specification = importlib.util.spec_from_file_location("revision_" + file.stem.replace("-", "_"), file)
        module = importlib.util.module_from_spec(specification)
        specification.loader.exec_module(module)
        return module
    finally:
        sys.path.pop(0)


def render(function):
    """The text, or why there is none."""
    text = io.StringIO()
    options = {"as_sql": True, "literal_binds": True, "output_buffer": text}
    environment = EnvironmentContext(Config(), script=None, as_sql=True)
    context = MigrationContext.configure(dialect_name="postgresql", environment_context=environment, opts=options)
    environment._migration_context = context  # what `alembic.context` answers from
    try:
        with environment, Operations.context(context):
            function()
    except BaseException as error:  # a revision may call sys.exit
        return None, f"{type(error).__name__}: {error}".splitlines()[0]
    return text.getvalue(), None


def rendered(file):
    module = load(file)
    up, up_error = render(getattr(module, "upgrade", lambda: None))
    down, down_error = render(getattr(module, "downgrade", lambda: None))
    return module.revision, {"file": file.name, "up": up, "up_error": up_error, "down": down, "down_error": down_error}


def main(folder):
    warnings.simplefilter("ignore")
    answers, sys.stdout = sys.stdout, sys.stderr  # revisions print
    absent.provide_stand_ins()
    found = {}
    for file in sorted(pathlib.Path(folder).rglob("*.py")):
        try:
            revision, directions = rendered(file)
            found[revision] = directions
        except BaseException as error:
            print(f"{file}: {type(error).__name__}: {error}", file=sys.stderr)
    json.dump(found, answers)


if __name__ == "__main__":
    main(sys.argv[1])
