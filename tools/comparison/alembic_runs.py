"""Run by the interpreter that has Alembic: its command line, with stand-ins for modules that are not installed."""
import sys

import absent
from alembic.config import main

absent.provide_stand_ins()
main(prog="alembic")
