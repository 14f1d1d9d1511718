"""The sample project, and a PostgreSQL of the tests' own."""

import os
import pathlib
import shutil
import tempfile
import unittest

import alembicore

PROJECT = pathlib.Path(__file__).resolve().parent.parent / "project"


class Server:
    """For one module of tests; it does not survive a power failure."""

    folder = None
    cluster = None


def start_server():
    """A module of tests calls this as its setUpModule."""
    Server.folder = pathlib.Path(tempfile.mkdtemp(prefix="alembicore-python-"))
    unittest.addModuleCleanup(shutil.rmtree, Server.folder, ignore_errors=True)
    os.chmod(Server.folder, 0o755)  # the server may run as another user than we
    Server.cluster = alembicore.Cluster(Server.folder / "cluster")
    Server.cluster.start()
    unittest.addModuleCleanup(Server.cluster.destroy)
    Server.cluster.stop()
    with open(Server.folder / "cluster/data/postgresql.auto.conf", "a") as settings:
        settings.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
    Server.cluster.start()


class WithDatabase(unittest.TestCase):
    """Every test has an empty database, and the project that migrates it."""

    def setUp(self):
        self.url = Server.cluster.create_database(self.id().rpartition(".")[2])
        self.project = alembicore.Project(PROJECT, database_url=self.url, environment={})
        self.database = self.project.connect()
        self.addCleanup(self.database.close)
