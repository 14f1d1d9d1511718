# Runs Alembic for alembicore, in the project's own Python. It is read from standard input; a last line calls main()
# with what to do. What happens is told on descriptor 3, one JSON object a line; standard output and error stay the
# project's own. Python 3.7 and Alembic 1.5 must be able to run it.
import functools
import json
import os
import signal
import sys
import threading
import traceback
from urllib.parse import quote

OLDEST_ALEMBIC = (1, 5)
LONGEST_TEXT = 1 << 20
LONGEST_PARAMETER = 1000
MOST_PARAMETERS = 50


class Channel:
    """The line to the parent. Passwords and endless texts do not pass it."""

    def __init__(self, descriptor):
        os.set_inheritable(descriptor, False)
        self._descriptor = descriptor
        self._lock = threading.RLock()
        self._secrets = []

    def hide(self, secret):
        self._secrets += [form for form in (secret, quote(secret, safe="")) if form not in self._secrets]

    def tell(self, event, **members):
        members["event"] = event
        line = json.dumps(self._clean(members)).encode("ascii") + b"\n"
        with self._lock:
            while line:
                line = line[os.write(self._descriptor, line):]

    def _clean(self, value):
        if isinstance(value, str):
            return self._clean_text(value)
        if isinstance(value, dict):
            return {self._clean_text(str(key)): self._clean(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._clean(item) for item in value]
        return value

    def _clean_text(self, text):
        if len(text) > LONGEST_TEXT:
            text = text[:LONGEST_TEXT] + "\u2026"
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text.encode("utf-8", "replace").decode("utf-8")  # JSON has no lone surrogates


class Refused(Exception):
    """A reason of ours not to run the plan."""

    def __init__(self, code, message, reason="", remedy=""):
        super().__init__(message)
        self.told = {"code": code, "message": message, "reason": reason, "remedy": remedy}


def plain(value, depth=0):
    """A bound value as JSON, cut where it is long."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 1 << 63:
        return int(value)
    if isinstance(value, dict) and depth < 4:
        return {str(key): plain(item, depth + 1) for key, item in list(value.items())[:MOST_PARAMETERS]}
    if isinstance(value, (list, tuple, set, frozenset)) and depth < 4:
        items = [plain(item, depth + 1) for item in list(value)[:MOST_PARAMETERS]]
        return items + ["\u2026 %d more" % (len(value) - MOST_PARAMETERS)] if len(value) > MOST_PARAMETERS else items
    try:
        text = str(value)
    except Exception as failure:
        text = "<%s without text: %s>" % (type(value).__name__, failure)
    return text if len(text) <= LONGEST_PARAMETER else text[:LONGEST_PARAMETER] + "\u2026"


def capture_logging(channel):
    """Log records go to the parent as such; then handlers that write to the console have nothing left to say."""
    import logging

    make_record = logging.getLogRecordFactory()
    emit = logging.StreamHandler.emit

    def make_and_tell(name, *args, **kwargs):
        record = make_record(name, *args, **kwargs)
        if name is not None:  # None: a record from elsewhere that is being put together again
            try:
                message = record.getMessage()
            except Exception:
                message = str(record.msg)
            if record.exc_info and record.exc_info[0]:
                message += "\n" + "".join(traceback.format_exception(*record.exc_info)).rstrip()
            channel.tell("log", level=record.levelname, logger=name, message=message)
        return record

    def emit_elsewhere(handler, record):
        consoles = (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__)
        if not any(handler.stream is console for console in consoles):
            emit(handler, record)

    logging.setLogRecordFactory(make_and_tell)
    logging.StreamHandler.emit = emit_elsewhere


class Notices(list):
    """Takes the place of psycopg2's list of notices."""

    def __init__(self, channel):
        super().__init__()
        self._channel = channel

    def append(self, text):
        fields = {"severity": "NOTICE", "message": ""}
        current = "message"
        for number, line in enumerate(text.rstrip("\n").split("\n")):
            name, separator, rest = line.partition(":  ")
            if number == 0 and separator:
                fields["severity"], line = name, rest
            elif separator and name in ("DETAIL", "HINT", "CONTEXT"):
                current, line = name.lower(), rest
            fields[current] = fields[current] + "\n" + line if fields.get(current) else line
        self._channel.tell("notice", **fields)


def forward_notices(connection, channel):
    pooled = connection.connection
    driver = getattr(pooled, "dbapi_connection", None) or pooled.connection
    driver = getattr(driver, "_connection", driver)  # behind SQLAlchemy's adapter of an asyncio driver
    if hasattr(driver, "add_notice_handler"):  # psycopg
        driver.add_notice_handler(lambda diagnostic: channel.tell("notice", **server_fields(diagnostic)))
    elif hasattr(driver, "add_log_listener"):  # asyncpg
        driver.add_log_listener(lambda _, message: channel.tell("notice", **asyncpg_fields(message)))
    elif hasattr(driver, "notices"):  # psycopg2
        driver.notices = Notices(channel)


def server_fields(diagnostic):
    """What a server said, as psycopg2 and psycopg show it."""
    names = {
        "severity": "severity_nonlocalized",
        "sqlstate": "sqlstate",
        "message": "message_primary",
        "detail": "message_detail",
        "hint": "message_hint",
        "context": "context",
        "schema": "schema_name",
        "table": "table_name",
        "column": "column_name",
        "constraint": "constraint_name",
        "position": "statement_position",
    }
    fields = {ours: getattr(diagnostic, theirs, None) for ours, theirs in names.items()}
    fields["severity"] = fields["severity"] or getattr(diagnostic, "severity", None)
    return {name: str(value) for name, value in fields.items() if value is not None}


def asyncpg_fields(said):
    names = {
        "severity": "severity_en",
        "sqlstate": "sqlstate",
        "message": "message",
        "detail": "detail",
        "hint": "hint",
        "context": "context",
        "schema": "schema_name",
        "table": "table_name",
        "column": "column_name",
        "constraint": "constraint_name",
        "position": "position",
    }
    fields = {ours: getattr(said, theirs, None) for ours, theirs in names.items()}
    fields["severity"] = fields["severity"] or getattr(said, "severity", None)
    fields["message"] = fields["message"] or str(said)
    return {name: str(value) for name, value in fields.items() if value is not None}


def what_the_driver_said(failure):
    """The server's fields of a SQLAlchemy DBAPIError, and the statement they are about."""
    original = failure.orig
    told = {"message": str(original).strip(), "statement": failure.statement or ""}
    told["lost"] = bool(getattr(failure, "connection_invalidated", False))
    if original.__cause__ is not None and hasattr(original.__cause__, "sqlstate"):  # asyncpg, in SQLAlchemy's adapter
        told["server"] = asyncpg_fields(original.__cause__)
    elif getattr(original, "diag", None) is not None and getattr(original.diag, "sqlstate", None):
        told["server"] = server_fields(original.diag)
    sent = getattr(getattr(original, "cursor", None), "query", None)
    if isinstance(sent, bytes) and told.get("server"):  # psycopg2: the text that the position counts in
        told["statement"] = sent.decode("utf-8", "replace")
    elif failure.params:
        told.get("server", {}).pop("position", None)  # of a text that only the driver knows
    return told


class Run:
    """One run of env.py: hands Alembic the steps of the parent's plan, and tells what they do."""

    def __init__(self, request, channel):
        self._request = request
        self._channel = channel
        self.script = None  # Alembic's directory of revisions
        self._step = None
        self._done = 0
        self._context = None
        self._asked = False
        self._limited = set()  # settings of the server
        self._index = 0  # of the step
        self._failure = None

    def steps(self, heads, context):
        """What Alembic calls for the steps to take."""
        try:
            return self._steps(tuple(heads), context)
        except BaseException as failure:
            self._failure = failure
            raise

    def check_all_done(self):
        """env.py may swallow what goes wrong, or run nothing."""
        if self._failure is not None:
            raise self._failure
        if not self._asked:
            raise Refused(
                "bad_configuration",
                "env.py has run no migrations",
                "it did not call context.run_migrations()",
                "see what env.py does under these settings",
            )
        if self._request["action"] != "current" and self._done != len(self._request["steps"]):
            raise Refused("version_mismatch", "env.py stopped in the middle of the plan")

    def _steps(self, heads, context):
        offline = self._request["sql"]
        if not offline:
            self._check_connection(context, heads)
        if self._asked:
            raise Refused(
                "bad_configuration",
                "env.py runs migrations more than once",
                "a plan is for one version table of one database",
                "run alembic itself for such a project",
            )
        self._asked = True
        self._context = context
        if self._request["action"] == "current":
            return []
        steps = self._planned(heads)
        if not offline:
            context.on_version_apply_callbacks = tuple(context.on_version_apply_callbacks) + (self._finished,)
            self._watch_autocommit(context)
        for index, step in enumerate(steps):
            step.migration_fn = self._wrapped(index, step.migration_fn)
        return steps

    def _check_connection(self, context, heads):
        if context.dialect.name != "postgresql" or context.connection is None:
            raise Refused("bad_database_url", "env.py connects to %s, not to PostgreSQL" % context.dialect.name)
        password = context.connection.engine.url.password
        names = (context.connection.engine.url.username, context.connection.engine.url.database)
        if password and str(password) not in names:
            self._channel.hide(str(password))
        facts = self._ask(context.connection)
        self._channel.tell(
            "connected",
            driver=driver_name(context.dialect),
            database=facts[1],
            backend=facts[0],
            backend_start=facts[2],
            version_table=context.version_table,
            version_table_schema=context.version_table_schema or "",
            rows=list(heads),
            per_migration=bool(context._transaction_per_migration) or not context.impl.transactional_ddl,
        )
        seen_here = facts[1] == self._request["database"] and (facts[2] is None or facts[3] == 1)
        if not seen_here:
            raise Refused(
                "bad_database_url",
                "env.py connects to another database than alembicore: %s" % facts[1],
                "alembicore is connected to %s" % self._request["address"],
                "give --database-url or DATABASE_URL, and let env.py use it",
            )
        forward_notices(context.connection, self._channel)

    def _ask(self, connection):
        """Whether the parent's session is one of this server, and this database."""
        from sqlalchemy import text

        start = "CAST(extract(epoch FROM backend_start) * 1000000 AS bigint)"
        query = (
            "SELECT pg_catalog.pg_backend_pid(), pg_catalog.current_database(),"
            " (SELECT {start} FROM pg_catalog.pg_stat_activity WHERE pid = pg_catalog.pg_backend_pid()),"
            " (SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE pid = {pid}"
            " AND datname = pg_catalog.current_database() AND coalesce({start}, {begun}) = {begun})"
        ).format(start=start, pid=int(self._request["backend"]), begun=int(self._request["backend_start"]))
        return tuple(connection.execute(text(query)).fetchone())

    def _planned(self, heads):
        if sorted(heads) != sorted(self._request["rows"]) and not self._request["sql"]:
            raise Refused(
                "version_mismatch",
                "%s is at %s, but the plan starts from %s"
                % (self._context.version_table, named(heads), named(self._request["rows"])),
                "env.py may use another version table, or another session works on this database",
            )
        rows = tuple(heads)
        up = self._request["action"] == "upgrade"
        find = self.script._upgrade_revs if up else self.script._downgrade_revs
        steps = list(find(self._request["target"], rows))
        theirs = [step.revision.revision for step in steps]
        ours = self._request["steps"]
        if sorted(theirs) != sorted(ours):
            raise Refused(
                "version_mismatch",
                "Alembic would take other steps than the plan",
                "Alembic: %s; the plan: %s" % (named(theirs), named(ours)),
                "this is a defect of alembicore: please report it; --engine native or alembic itself may do",
            )
        places = {revision: place for place, revision in enumerate(ours)}
        return sorted(steps, key=lambda step: places[step.revision.revision])

    def _wrapped(self, index, migrate):
        revision = self._request["steps"][index]

        @functools.wraps(migrate)  # Alembic prints its name
        def run(**kwargs):
            self._channel.tell("step_started", index=index)
            self._index = index
            self._limit(index)
            self._step = revision
            try:
                return migrate(**kwargs)
            except BaseException as failure:
                self._failure = failure
                raise
            finally:
                self._step = None
                if self._request["sql"]:
                    self._done += 1

        return run

    def _limit(self, index):
        """For the transaction of this step; what a step before has set in it is taken back."""
        from sqlalchemy import text

        if not self._request.get("limits"):
            return
        for name, milliseconds in self._request["limits"][index].items():
            if milliseconds is not None:
                self._context.connection.execute(text("SET LOCAL %s = %d" % (name, milliseconds)))
                self._limited.add(name)
            elif name in self._limited:
                self._context.connection.execute(text("SET LOCAL %s TO DEFAULT" % name))

    def _limit_session(self):
        """Outside a transaction, where LOCAL means nothing; a pooler would keep it for somebody else."""
        from sqlalchemy import text

        if not self._request.get("limits") or not self._request.get("own_session"):
            return
        for name, milliseconds in self._request["limits"][self._index].items():
            if milliseconds is not None:
                self._context.connection.execute(text("SET %s = %d" % (name, milliseconds)))

    def _free_session(self):
        from sqlalchemy import text

        if not self._request.get("limits") or not self._request.get("own_session"):
            return
        for name, milliseconds in self._request["limits"][self._index].items():
            if milliseconds is not None:
                self._context.connection.execute(text("RESET %s" % name))

    def _beside(self, act):
        """What is no statement of the revision."""
        step, self._step = self._step, None
        try:
            act()
        finally:
            self._step = step

    def _finished(self, heads=(), **_):
        self._channel.tell("step_done", index=self._done, rows=sorted(heads))
        self._done += 1

    def _watch_autocommit(self, context):
        from contextlib import contextmanager

        block = context.autocommit_block

        @contextmanager
        def watched():
            self._channel.tell("autocommit", inside=True)
            with block():
                self._beside(self._limit_session)
                yield  # what fails here ends the run, and the session with it
                self._beside(self._free_session)
            self._channel.tell("autocommit", inside=False)
            self._beside(lambda: self._limit(self._index))

        context.autocommit_block = watched

    def before_cursor_execute(self, connection, cursor, statement, parameters, context, executemany):
        """What SQLAlchemy calls for each statement."""
        if self._step is None:
            return
        if not parameters and connection.dialect.paramstyle in ("format", "pyformat"):
            statement = statement.replace("%%", "%")
        bound = plain(parameters) if parameters else None
        if len(json.dumps(bound)) > LONGEST_TEXT:
            bound = "too long to show"
        self._channel.tell("statement", revision=self._step, sql=statement, parameters=bound)

    def describe(self, failure):
        return describe_failure(failure, [self._request["version_locations"], [self._request["script_location"]]])


def describe_failure(failure, folders):
    """What is told of it. `folders`: lists of them, the first of which a line of the traceback is in says the place."""
    if isinstance(failure, Refused):
        return failure.told
    told = {"type": type(failure).__name__, "message": str(failure)}
    module = type(failure).__module__
    if module not in ("builtins", "__main__"):
        told["type"] = module + "." + told["type"]
    if hasattr(failure, "orig") and hasattr(failure, "statement"):
        told.update(what_the_driver_said(failure))
    told["traceback"] = traceback_of(failure)
    told["place"] = place_of_failure(failure, folders)
    return told


def place_of_failure(failure, groups):
    """The innermost line in the first of the groups of folders that one is in."""
    frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(failure.__traceback__)]
    column = 0
    if isinstance(failure, SyntaxError) and failure.filename:
        frames.append((failure.filename, failure.lineno or 0))
        column = failure.offset or 0
    for folders in groups:
        for name, line in reversed(frames):
            if is_below(name, folders):
                last = frames[-1] == (name, line)
                return {"file": os.path.abspath(name), "line": line, "column": column if last else 0}
    return None


def is_below(name, folders):
    path = os.path.realpath(name)
    installed = any(os.sep + each + os.sep in path for each in ("site-packages", "dist-packages"))
    return not installed and any(path.startswith(os.path.realpath(folder) + os.sep) for folder in folders)


def traceback_of(failure):
    described = traceback.TracebackException.from_exception(failure)
    link = described
    while link is not None:
        kept = [frame for frame in link.stack if frame.filename != "<stdin>"]  # not those of this file
        link.stack[:] = kept
        link = link.__cause__ or link.__context__
    return "".join(described.format())[-(1 << 16):].rstrip()


def named(revisions):
    return ", ".join(sorted(revisions)) or "base"


def driver_name(dialect):
    version = getattr(getattr(dialect, "dbapi", None), "__version__", None)
    if version is None:
        try:
            from importlib.metadata import version as version_of

            version = version_of(dialect.driver)
        except Exception:
            version = ""
    return ("%s %s" % (dialect.driver, str(version).split(" ")[0])).strip()


def version_numbers(text):
    numbers = []
    for part in text.split(".")[:2]:
        digits = "".join(character for character in part if character.isdigit())
        numbers.append(int(digits or 0))
    return tuple(numbers)


def is_new_enough(channel, package, module, oldest):
    version = getattr(module, "__version__", None)
    if version is None:  # a folder of this name
        channel.tell("unusable", reason=package + " is not installed")
        return False
    if version_numbers(version) < oldest:
        needed = ".".join(str(number) for number in oldest)
        channel.tell("unusable", reason="%s %s is too old: %s is needed" % (package, version, needed))
        return False
    return True


def find_alembic(_, channel):
    """Tells whether this Python can do the work; the parent may try another one."""
    try:
        import alembic
        import sqlalchemy
    except ImportError as failure:
        missing = {"alembic": "Alembic", "sqlalchemy": "SQLAlchemy"}.get(failure.name)
        reason = missing + " is not installed" if missing else "Alembic cannot be imported: %s" % failure
        channel.tell("unusable", reason=reason)
        return False
    if not is_new_enough(channel, "Alembic", alembic, OLDEST_ALEMBIC):
        return False
    channel.tell(
        "ready",
        interpreter=sys.executable,
        python="%d.%d.%d" % sys.version_info[:3],
        alembic=alembic.__version__,
        sqlalchemy=sqlalchemy.__version__,
    )
    return True


def with_driver(url, of_the_ini):
    """SQLAlchemy's form of a URL; the driver, where it names none, is that of the ini or one that is installed."""
    from importlib.util import find_spec

    scheme, _, rest = url.partition("://")
    if scheme == "postgres":
        scheme = "postgresql"
    if scheme == "postgresql":
        known = (of_the_ini or "").partition("://")[0]
        if known.startswith("postgresql+"):
            scheme = known
        elif find_spec("psycopg2") is None and find_spec("psycopg") is not None:
            scheme = "postgresql+psycopg"
    return scheme + "://" + rest


def make_config(request):
    """As Alembic's own command line makes it."""
    import inspect
    from alembic.config import CommandLine, Config

    words = ["-c", request["config_file"], "-n", request["section"]]
    for argument in request["x_arguments"]:
        words += ["-x", argument]
    words += [request["action"]] + (["--sql"] if request["sql"] else [])
    if request["tag"]:
        words += ["--tag", request["tag"]]
    if request["action"] != "current":
        words.append(request["command_target"])
    sys.argv = ["alembic"] + words
    options = CommandLine(prog="alembic").parser.parse_args(words)
    more = {}
    if request["pyproject_file"] and "toml_file" in inspect.signature(Config.__init__).parameters:
        more["toml_file"] = request["pyproject_file"]
    config = Config(file_=request["config_file"], ini_section=request["section"], cmd_opts=options, **more)
    if request["url_given"]:
        try:
            of_the_ini = config.get_main_option("sqlalchemy.url")
        except Exception:
            of_the_ini = None
        url = with_driver(os.environ["DATABASE_URL"], of_the_ini)
        config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def override_configure(environment, arguments):
    """Where the parent has the last word over env.py."""
    configure = environment.configure
    environment.configure = lambda *args, **kwargs: configure(*args, **{**kwargs, **arguments})


def run_env(request, run):
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    config = make_config(request)
    run.script = ScriptDirectory.from_config(config)
    event.listen(Engine, "before_cursor_execute", run.before_cursor_execute)
    options = {"as_sql": request["sql"], "tag": request["tag"] or None}
    if request["action"] == "current":
        options["dont_mutate"] = True
    else:
        options["destination_rev"] = request["target"]
        options["starting_rev"] = request["starting_rev"]
    environment = EnvironmentContext(config, run.script, fn=run.steps, **options)
    override_configure(environment, request["configure"])
    with environment:
        run.script.run_env()
    run.check_all_done()


def run_alembic(request, channel):
    run = Run(request, channel)
    try:
        run_env(request, run)
    except BaseException as failure:
        channel.tell("failed", **run.describe(failure))
        return 1
    channel.tell("done")
    return 0


def main(request, find=find_alembic, work=run_alembic):
    request = json.loads(request)
    channel = Channel(3)
    if sys.path and sys.path[0] == "":
        del sys.path[0]  # as for the alembic command; prepend_sys_path adds what the project wants
    signal.signal(signal.SIGINT, signal.default_int_handler)
    channel.tell("hello")
    if not find(request, channel):
        return 3
    capture_logging(channel)
    status = work(request, channel)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    return status
