[tool.alembic]

# Where env.py, script.py.mako and the versions folder are. %(here)s is the folder of this file.
script_location = "${script_location}"

# Put in front of Python's module search path, so that env.py finds your models.
prepend_sys_path = ["."]

# Folders of revision files, if there are others than <script_location>/versions.
# version_locations = ["%(here)s/alembic/versions", "%(here)s/other/versions"]

# true: also read the subfolders of these.
# recursive_version_locations = false

# Names of new revision files. Tokens: rev, slug, epoch, year, month, day, hour, minute, second.
# file_template = "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d-%%(rev)s_%%(slug)s"

# Longest slug, which is the revision's message as part of the file name.
# truncate_slug_length = 40

# Time zone of Create Date and of the file name, such as "UTC" or "Europe/Berlin"; without one, local time.
# timezone = "UTC"

# Encoding of new revision files.
# output_encoding = "utf-8"

# true: run env.py for the revision command too.
# revision_environment = false

# true: also read compiled revisions (.pyc) whose source is missing.
# sourceless = false

# Programs to run on a new revision file. Types: exec (executable), module (python -m), console_scripts (entrypoint).
# [[tool.alembic.post_write_hooks]]
# name = "ruff"
# type = "exec"
# executable = "ruff"
# options = "format REVISION_SCRIPT_FILENAME"
