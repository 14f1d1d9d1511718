#include "alembic_project.hpp"

#include "base/file.hpp"
#include "support/error_checks.hpp"

#include <stdexcept>

namespace alembicore::test {

namespace {

constexpr std::string_view configuration = R"([alembic]
script_location = %(here)s/migrations
prepend_sys_path = .
sqlalchemy.url = driver://user:pass@localhost/dbname

[alembicore]
backup = none

[loggers]
keys = root,sqlalchemy,alembic

[handlers]
keys = console

[formatters]
keys = generic

[logger_root]
level = WARN
handlers = console
qualname =

[logger_sqlalchemy]
level = WARN
handlers =
qualname = sqlalchemy.engine

[logger_alembic]
level = INFO
handlers =
qualname = alembic

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic

[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
datefmt = %H:%M:%S
)";

constexpr std::string_view environment_script = R"(from logging.config import fileConfig

from sqlalchemy import engine_from_config
from sqlalchemy import pool

from alembic import context

config = context.config
if config.config_file_name is not None:
    fileConfig(config.config_file_name)
target_metadata = None


def run_migrations_offline():
    url = config.get_main_option("sqlalchemy.url")
    context.configure(
        url=url,
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online():
    connectable = engine_from_config(
        config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool
    )
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
)";

std::string indented(std::string const& lines) {
    std::string text;
    for (char const c : "    " + lines)
        text += c == '\n' ? "\n    " : std::string{c};
    return text + "\n";
}

std::string revision_text(std::size_t number, body const& one) {
    std::string const parent = number == 1 ? "None" : "'r" + std::to_string(number - 1) + "'";
    return "\"\"\"revision " + std::to_string(number) + "\"\"\"\nimport sqlalchemy as sa\nfrom alembic import op\n" +
           one.head + "\nrevision = 'r" + std::to_string(number) + "'\ndown_revision = " + parent +
           "\nbranch_labels = None\ndepends_on = None\n\n\ndef upgrade():\n" + indented(one.upgrade) +
           "\n\ndef downgrade():\n" + indented(one.downgrade);
}

} // namespace

alembic_project::alembic_project(std::vector<body> const& bodies) {
    write("alembic.ini", configuration);
    write("migrations/env.py", environment_script);
    for (std::size_t i = 0; i < bodies.size(); ++i)
        write("migrations/versions/r" + std::to_string(i + 1) + ".py", revision_text(i + 1, bodies[i]));
    environment = {{"PATH", "/usr/bin:/bin"}, {"HOME", path().string()}, {"ALEMBICORE_PYTHON", ALEMBICORE_TEST_PYTHON}};
    if (char const* const modules = std::getenv("PYTHONPATH")) // lets one run the tests with another Alembic
        environment["PYTHONPATH"] = modules;
}

void alembic_project::change_env(std::string_view from, std::string_view to) const {
    auto text = base::read_file(path() / "migrations/env.py");
    auto const at = text.find(from);
    if (at == std::string::npos)
        throw std::logic_error("env.py has no " + std::string{from});
    write("migrations/env.py", text.replace(at, from.size(), to));
}

std::filesystem::path alembic_project::file_of(std::string const& revision) const {
    return path() / "migrations/versions" / (revision + ".py");
}

project alembic_project::open() const {
    settings_request request;
    request.directory = path();
    request.environment = environment;
    return project::open(request);
}

run_report alembic_project::upgrade(run_options const& options, std::string const& target) {
    events.clear();
    auto connection = database::connect(url.value_or(database_.url()));
    migrator runner{open(), connection, [&](event const& happened) {
                        events.push_back(happened);
                        if (listener)
                            listener(happened);
                    }};
    return runner.upgrade(target, options);
}

run_report alembic_project::downgrade(std::string const& target, run_options const& options) {
    events.clear();
    auto connection = database::connect(url.value_or(database_.url()));
    migrator runner{open(), connection, [&](event const& happened) { events.push_back(happened); }};
    return runner.downgrade(target, options);
}

error_info alembic_project::fail(errc code, run_options const& options) {
    return require_error(code, [&] { return upgrade(options, "head"); });
}

std::string alembic_project::tables() const {
    return ask("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
               "AND relname <> 'alembic_version' ORDER BY 1");
}

std::string alembic_project::version() const {
    if (ask("SELECT to_regclass('alembic_version') IS NULL") == "t")
        return "no table";
    return ask("SELECT version_num FROM alembic_version ORDER BY 1");
}

run_options with_engine(engine chosen) {
    run_options options;
    options.engine = chosen;
    return options;
}

run_options with_python() {
    return with_engine(engine::python);
}

} // namespace alembicore::test
