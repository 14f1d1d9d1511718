# Reads the models of a project for alembicore, in the project's own Python: runs what declares them, then asks the
# mapper. Sent behind run_alembic.py, whose names it uses; mapped_models.py comes with the request, since it imports
# SQLAlchemy.
import importlib
import types

OLDEST_SQLALCHEMY = (1, 4)


class Enough(BaseException):
    """env.py has said what is to be known; what it would do with a database is not for us."""


def metadata_in(value):
    """Of a base, an object that has one, or several of them."""
    from sqlalchemy import MetaData

    if isinstance(value, MetaData):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return [each for one in value for each in metadata_in(one)]
    inner = getattr(value, "metadata", None)
    return [inner] if isinstance(inner, MetaData) else []


def metadata_of_variable(named):
    module, _, path = named.partition(":")
    value = importlib.import_module(module)
    for name in path.split("."):
        value = getattr(value, name, None)
    found = metadata_in(value)
    if not found:
        raise Refused(
            "not_evaluable",
            "SQLALCHEMY_BASE is '%s', which is no base of models and no MetaData" % named,
            "",
            "name it as package.module:Base",
        )
    return found


def is_in_function_of(path, failure):
    frames = traceback.extract_tb(failure.__traceback__)
    return any(os.path.samefile(frame.filename, path) and frame.name != "<module>" for frame in frames
               if os.path.exists(frame.filename))


class EnvReader:
    """Runs env.py up to where it begins to work with a database."""

    def __init__(self, request):
        self._request = request
        self._metadata = []
        self._module = None

    def read(self):
        from alembic.runtime.environment import EnvironmentContext
        from alembic.script import ScriptDirectory

        config = make_config(self._request)
        environment = EnvironmentContext(config, ScriptDirectory.from_config(config), fn=lambda *_: [], as_sql=True)
        environment.configure = self._configure
        environment.is_offline_mode = self._is_offline_mode
        environment.run_migrations = self._run_migrations
        path = os.path.join(self._request["script_location"], "env.py")
        with environment:
            try:
                self._run(path)
            except Enough:
                pass
            except Exception as failure:
                # A function of env.py that wants a database comes after everything that declares models.
                if not self._known() or not is_in_function_of(path, failure):
                    raise
        return self._metadata or self._known()

    def _run(self, path):
        import importlib.util

        spec = importlib.util.spec_from_file_location("env_py", path)
        self._module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self._module)

    def _known(self):
        return metadata_in(vars(self._module).get("target_metadata"))

    def _is_offline_mode(self):
        """env.py asks when it has everything else; unless it tells only configure() what its metadata is."""
        if self._known():
            raise Enough
        return True

    def _configure(self, *_, **options):
        self._metadata = metadata_in(options.get("target_metadata"))
        raise Enough

    def _run_migrations(self, **_):
        raise Enough


def import_others(modules, channel):
    """Modules that hold models as far as their text tells. One of them that cannot be imported is said."""
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception as failure:
            reason = "%s: %s" % (type(failure).__name__, failure)
            channel.tell("unknown", value={"attribute": name, "reason": reason, "place": None})


def all_metadata(watch, channel):
    """The largest first, without those that repeat tables: copies that old scripts keep."""
    found = []
    for table in watch.tables:
        if table.metadata not in found:
            found.append(table.metadata)
    kept, names = [], set()
    for each in sorted(found, key=lambda metadata: -len(metadata.tables)):
        if names.isdisjoint(each.tables):
            kept.append(each)
            names.update(each.tables)
        else:
            reason = "a second MetaData repeats tables; SQLALCHEMY_BASE=package.module:Base says which is meant"
            channel.tell("unknown", value={"attribute": sorted(each.tables)[0], "reason": reason, "place": None})
    return kept


def find_metadata(request, watch, channel):
    named = request["base"]
    if named:
        found = metadata_of_variable(named)
        import_others(request["modules"], channel)
        return found, "variable", named
    found = EnvReader(request).read() if request["has_env"] else []
    if any(each.tables for each in found):
        return found, "environment", "env.py"
    import_others(request["modules"], channel)
    return all_metadata(watch, channel), "search", ""


def belongs(mapper, metadata):
    tables = getattr(mapper, "tables", None) or [mapper.local_table]
    return any(getattr(table, "metadata", None) is each for table in tables for each in metadata)


def mapper_reader(request):
    """mapped_models.py as a module."""
    module = types.ModuleType("mapped_models")
    exec(compile(request["mapped_models"], "<stdin>", "exec"), vars(module))
    return module


def tell_models(request, channel):
    mapper_values = mapper_reader(request)
    watch = mapper_values.Watch(request["module_path"] + [request["script_location"]])
    metadata, origin, base = find_metadata(request, watch, channel)
    if request.get("default_schema"):
        channel.tell("definitions", value=mapper_values.definitions(metadata, request["default_schema"]))
        return
    mapper_values.configure(watch.mappers)
    channel.tell("origin", origin=origin, base=base)
    shown = [table for table in watch.tables if any(table.metadata is each for each in metadata)]
    mapped = {}
    for mapper in watch.mappers:
        if belongs(mapper, metadata):
            place = watch.place_of(mapper)
            channel.tell("model", value=mapper_values.class_values(mapper, place))
            mapped.setdefault(id(mapper.local_table), []).append(mapper.class_.__name__)
    for table in shown:
        if table.metadata.tables.get(table.key) is table:
            values = mapper_values.table_values(table, watch.place_of(table))
            values["classes"] = mapped.get(id(table), [])
            channel.tell("table", value=values)


def find_sqlalchemy(request, channel):
    """Tells whether this Python can do the work; the parent may try another one."""
    if request["has_env"] and not request["base"] and not find_alembic(request, channel):
        return False
    try:
        import sqlalchemy
    except ImportError as failure:
        missing = failure.name == "sqlalchemy"
        reason = "SQLAlchemy is not installed" if missing else "SQLAlchemy cannot be imported: %s" % failure
        channel.tell("unusable", reason=reason)
        return False
    return is_new_enough(channel, "SQLAlchemy", sqlalchemy, OLDEST_SQLALCHEMY)


def read_models(request, channel):
    sys.dont_write_bytecode = True
    # Where the alembic command looks first, then where the project's own code lies.
    sys.path[:0] = request["prepend_sys_path"]
    sys.path += [folder for folder in request["module_path"] if folder not in sys.path]
    try:
        tell_models(request, channel)
    except BaseException as failure:
        channel.tell("failed", **describe_failure(failure, [request["module_path"], [request["script_location"]]]))
        return 1
    channel.tell("done")
    return 0
