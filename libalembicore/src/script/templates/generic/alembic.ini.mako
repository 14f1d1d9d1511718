# Configuration of Alembic.

[alembic]
# Where env.py, script.py.mako and the versions folder are. %(here)s is the folder of this file.
script_location = ${script_location}

# What separates the items of path lists below: os (as in $PATH), space, newline, : or ;
path_separator = os

# Put in front of Python's module search path, so that env.py finds your models.
prepend_sys_path = .

# Folders of revision files, if there are others than <script_location>/versions.
# version_locations = %(here)s/alembic/versions:%(here)s/other/versions

# true: also read the subfolders of these.
# recursive_version_locations = false

# Names of new revision files. Tokens: rev, slug, epoch, year, month, day, hour, minute, second.
# file_template = %%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d-%%(rev)s_%%(slug)s

# Longest slug, which is the revision's message as part of the file name.
# truncate_slug_length = 40

# Time zone of Create Date and of the file name, such as UTC or Europe/Berlin; without one, local time.
# timezone =

# Encoding of new revision files.
# output_encoding = utf-8

# true: run env.py for the revision command too.
# revision_environment = false

# true: also read compiled revisions (.pyc) whose source is missing.
# sourceless = false

# The database; env.py reads it.
sqlalchemy.url = postgresql://user:password@localhost/database

[post_write_hooks]
# Programs to run on a new revision file. Types: exec (executable), module (python -m), console_scripts (entrypoint).
# hooks = ruff
# ruff.type = exec
# ruff.executable = ruff
# ruff.options = format REVISION_SCRIPT_FILENAME

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
