# What pyproject.toml does not hold: the database and logging. [tool.alembic] there has the rest.

[alembic]
# The database; env.py reads it.
sqlalchemy.url = postgresql+asyncpg://user:password@localhost/database

# Logging, as logging.config.fileConfig of Python reads it.
[loggers]
keys = root,sqlalchemy,alembic

[handlers]
keys = console

[formatters]
keys = generic

[logger_root]
level = WARNING
handlers = console
qualname =

[logger_sqlalchemy]
level = WARNING
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
