"""Finds the folders of revision files in a checkout."""
import os
import re

REVISION_FILE = re.compile(rb"^down_revision\b *(:[^=\n]*)?=", re.M)
ELSEWHERE = {"tests", "test", "testing", "examples", "fixtures", "site-packages", "node_modules", ".venv", "venv", ".git"}


def is_revision(file):
    return file.suffix == ".py" and file.is_file() and REVISION_FILE.search(file.read_bytes())


def find(checkout):
    """Folders that hold revision files, topmost first; what is below such a folder belongs to it."""
    found = []
    for path, folders, names in os.walk(checkout):
        folders[:] = sorted(name for name in folders if name not in ELSEWHERE)
        folder = checkout / path
        if any(is_revision(folder / name) for name in names):
            found.append(folder)
            folders.clear()
    return found
