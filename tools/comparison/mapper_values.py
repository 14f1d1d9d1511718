"""Run by the interpreter that has SQLAlchemy: imports modules of a checkout and writes what the mapper says of them.

Reads {"modules": […], "classes": [[module, name], …]} from standard input; the arguments are the checkout and its folder of
revisions. Writes {"tables": […], "models": […], "unconfigured": [[class, attribute], …], "problems": […]}.
"""
import importlib
import json
import pathlib
import sys
import warnings

import absent
import application

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "libalembicore/src/interpreter"))
import mapped_models

from sqlalchemy import schema


def mappers_of(classes, problems):
    found = []
    for module, name in classes:
        cls = getattr(sys.modules.get(module), name, None)
        mapper = getattr(cls, "__mapper__", None)
        if isinstance(cls, type) and mapper is not None and cls is mapper.class_:
            found.append(mapper)
        else:
            problems.append(f"{module}.{name} is not mapped")
    registries = {mapper.registry for mapper in found}
    managers = [manager for registry in registries for manager in registry._managers]
    everything = [manager.mapper for manager in managers if manager.is_mapped]
    return sorted(everything, key=lambda mapper: (mapper.class_.__module__, mapper.class_.__name__))


class StandIn:
    """For what is not installed: a decorator that does nothing, a base that is left out."""

    def __mro_entries__(self, _):
        return ()

    def __call__(self, *given, **_):
        alone = len(given) == 1 and (callable(given[0]) or isinstance(given[0], (classmethod, staticmethod, property)))
        return given[0] if alone and not isinstance(given[0], StandIn) else self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, _):
        return self

    def __or__(self, _):
        return self

    __ror__ = __or__

    def __iter__(self):
        return iter(())

    def __bool__(self):
        return True


def stand_in_of(_, name):
    if name.startswith("__"):
        raise AttributeError(name)
    return StandIn()


def main():
    sys.dont_write_bytecode = True
    warnings.simplefilter("ignore")
    answers, sys.stdout = sys.stdout, sys.stderr
    wanted = json.load(sys.stdin)
    absent.AbsentModule.__getattr__ = stand_in_of
    absent.provide_stand_ins()
    sys.meta_path.insert(0, application.Application(sys.argv[1], sys.argv[2]))
    problems, unconfigured = [], []
    for module in wanted["modules"]:
        try:
            importlib.import_module(module)
        except BaseException as error:
            problems.append(f"{module}: {type(error).__name__}: {error}"[:300])
    mappers = mappers_of(wanted["classes"], problems)
    failure = mapped_models.configure(mappers)
    failures = [] if failure is None else [f"{type(failure).__name__}: {failure}"[:300]]
    classes = []
    for mapper in mappers:
        try:
            classes.append(mapped_models.class_values(mapper, None))
        except Exception as error:
            problems.append(f"{mapper}: {type(error).__name__}: {error}"[:300])
    for each in classes:
        name = f"{each['module']}.{each['name']}"
        unconfigured += [[name, part["attribute"]] for part in each["unknowns"]]
        failures += [f"{name}.{part['attribute']}: {part['reason']}"[:300] for part in each["unknowns"]]
    metadata = {mapper.local_table.metadata for mapper in mappers if hasattr(mapper.local_table, "metadata")}
    for module in wanted["modules"]:
        values = vars(sys.modules.get(module, object)).values()
        metadata.update(value.metadata for value in values if isinstance(value, schema.Table))
    tables = []
    for each in metadata:
        for table in each.tables.values():
            try:
                tables.append(mapped_models.table_values(table, None))
            except Exception as error:
                problems.append(f"{table}: {type(error).__name__}: {error}"[:300])
    told = {"tables": tables, "models": classes, "unconfigured": unconfigured, "problems": failures + problems}
    json.dump(told, answers, default=str)


if __name__ == "__main__":
    main()
