"""Stand-ins for modules that are not installed, so that a revision file loads and fails only where it uses them."""
import importlib.abc
import importlib.machinery
import sys
import types

REQUIRED = {"alembic", "sqlalchemy", "mako", "markupsafe", "greenlet", "psycopg2", "tomllib", "tomli", "tzdata", "typing_extensions"}


class ApplicationNeeded(Exception):
    pass


class AbsentType(type):
    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent

    def __format__(cls, _):
        raise ApplicationNeeded("the application's own code is needed")

    def __str__(cls):
        raise ApplicationNeeded("the application's own code is needed")


class Absent(metaclass=AbsentType):
    """May be derived from, made and passed around; calling it or computing with it is an error."""

    def __init__(self, *_, **__):
        pass

    def __init_subclass__(cls, **_):
        pass

    def __class_getitem__(cls, _):
        return cls

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent

    def __call__(self, *_, **__):
        raise ApplicationNeeded("the application's own code is needed")

    def __format__(self, _):
        raise ApplicationNeeded("the application's own code is needed")

    def __str__(self):
        raise ApplicationNeeded("the application's own code is needed")

    def __bool__(self):
        raise ApplicationNeeded("the application's own code is needed")


class AbsentModule(types.ModuleType):
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        if name.split(".")[0] in REQUIRED:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return AbsentModule(spec.name)

    def exec_module(self, module):
        module.__path__ = []


def provide_stand_ins():
    sys.meta_path.append(StandIns())
