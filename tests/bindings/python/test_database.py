"""Runs, what watches and stops them, and what looks into a database."""

import contextlib
import io
import os
import re
import signal
import sys
import threading
import time
import unittest
import unittest.mock

import alembicore
from support import PROJECT, Server, WithDatabase
from support import start_server as setUpModule  # noqa: F401


class Runs(WithDatabase):
    def test_there_and_back(self):
        events = []
        report = self.project.upgrade("c3", self.database, on_event=events.append, lock_timeout="5s")
        self.assertEqual((report["steps_done"], report["engine"]), (3, "native"))
        names = [each["event"] for each in events]
        self.assertIn("plan_made", names)
        self.assertEqual((names[-1], names.count("step_done")), ("run_done", 3))
        self.assertEqual(self.project.current(self.database)["current"], ["c3"])
        self.assertEqual(self.project.history("current:c3", self.database)["revisions"][0]["id"], "c3")
        plan = self.project.plan_downgrade("-1", database=self.database)
        self.assertEqual(self.project.run(plan, self.database)["plan"]["direction"], "downgrade")
        with self.assertRaises(alembicore.Error) as caught:
            self.project.run(plan, self.database)
        self.assertEqual(caught.exception.code, "version_mismatch")
        self.project.downgrade("base", self.database, backup="none")
        self.assertEqual(self.project.stamp("c3", database=self.database, purge=True)["plan"]["heads_after"], ["c3"])

    def test_a_call_connects_where_no_database_is_given(self):
        self.assertEqual(self.project.upgrade("a1")["steps_done"], 1)
        self.assertEqual(self.project.current()["current"], ["a1"])

    def test_a_failure_has_all_fields(self):
        with self.assertRaises(alembicore.Error) as caught:
            self.project.upgrade("refused@head", self.database)
        failure = caught.exception
        self.assertEqual((failure.code, failure.revision, failure.sqlstate), ("statement_failed", "d4", "23502"))
        self.assertEqual((failure.place["line"], failure.server["column"]), (12, "email"))
        self.assertIn("INSERT INTO accounts", failure.statement)
        self.assertTrue(failure.database_state)
        self.assertIn("d4.py:12", str(failure))

    def test_what_on_event_raises_stops_the_run_and_is_raised(self):
        def refuse(event):
            if event["event"] == "step_started":
                raise LookupError(event["step"]["revision"])

        with self.assertRaisesRegex(LookupError, "a1"):
            self.project.upgrade("c3", self.database, on_event=refuse)
        self.assertEqual(self.project.current(self.database)["current"], [])
        self.assertEqual(self.project.upgrade("c3", self.database)["steps_done"], 3)

    def stopping_during(self, act):
        """Runs the revision that takes a minute, and acts in another thread while the server is at it."""
        self.project.upgrade("c3", self.database)
        began = time.monotonic()

        def see(event):
            if event["event"] == "statement_started" and "pg_sleep" in event["sql"]:
                threading.Timer(0.3, act).start()

        try:
            self.project.upgrade("slow@head", self.database, on_event=see, stop=self.stop)
        finally:
            self.assertLess(time.monotonic() - began, 45)
            self.assertEqual(self.project.current(self.database)["current"], ["c3"])

    def test_another_thread_stops_a_run(self):
        self.stop = alembicore.Stop()
        with self.assertRaises(alembicore.Cancelled) as caught:
            self.stopping_during(self.stop.request)
        self.assertTrue(caught.exception.database_state)

    def test_an_interrupt_stops_a_run(self):
        self.stop = None
        with self.assertRaises(KeyboardInterrupt):
            self.stopping_during(lambda: os.kill(os.getpid(), signal.SIGINT))

    def test_a_statement_is_cancelled_from_another_thread(self):
        self.stop = None
        with self.assertRaises(alembicore.Error) as caught:
            self.stopping_during(self.database.cancel)
        self.assertEqual(caught.exception.sqlstate, "57014")

    def test_other_threads_go_on_meanwhile(self):
        ticks = []
        over = threading.Event()

        def tick():
            while not over.wait(0.01):
                ticks.append(None)

        thread = threading.Thread(target=tick)
        thread.start()
        before = len(ticks)
        self.project.upgrade("c3", self.database)
        over.set()
        thread.join()
        self.assertGreater(len(ticks), before)

    def test_threads_take_turns_with_one_connection(self):
        self.project.upgrade("c3", self.database)
        seen = []
        threads = [
            threading.Thread(target=lambda: seen.append(self.project.current(self.database)["current"]))
            for _ in range(8)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        self.assertEqual(seen, [["c3"]] * 8)

    def test_a_closed_database_says_so(self):
        with alembicore.connect(self.url) as database:
            self.assertGreaterEqual(int(database.server_version.partition(".")[0]), 12)
            self.assertTrue(database.url.startswith("postgresql://"))
        with self.assertRaisesRegex(alembicore.UsageError, "closed"):
            database.schema()


class Looking(WithDatabase):
    def setUp(self):
        super().setUp()
        self.project.upgrade("c3", self.database)

    def test_rehearsal(self):
        plan = self.project.plan_downgrade("-1", database=self.database)
        found = self.project.rehearse(plan, self.database)
        self.assertEqual((found["failure"], found["way_back"]["verdict"]), (None, "returns"))

    def test_schema(self):
        table = self.database.schema("acc%")["tables"][0]
        self.assertEqual([each["name"] for each in table["columns"]], ["id", "email", "name"])
        self.assertIn("CREATE TABLE public.accounts", self.database.schema_sql())
        with alembicore.connect(Server.cluster.create_database("bare")) as bare:
            parts = [each["part"] for each in bare.schema_difference(self.database, schemas=("public",))]
        self.assertIn("column public.accounts.email", parts)

    def test_drift_and_models(self):
        self.assertEqual(self.project.drift(self.database)["differences"], [])
        self.assertEqual(self.project.models_against(self.database)["differences"], [])

    def test_journal(self):
        run = self.database.journal(limit=1)[0]
        self.assertEqual((run["outcome"], run["to"]), ("done", ["c3"]))
        self.assertEqual(len(self.database.journal_run(run["number"])["steps"]), 3)
        self.assertEqual(self.database.verify_journal()["broken"], [])
        self.assertEqual(self.project.verify_journal(self.database)["edited"], [])
        self.assertIsNone(self.database.lock_holder())

    def test_backups(self):
        folder = Server.folder / "backups"
        events = []
        made = self.project.create_backup(self.database, directory=folder, on_event=events.append)
        self.assertEqual((made["policy"], made["revisions"]), ("full", ["c3"]))
        self.assertEqual({each["event"] for each in events}, {"backup_progress"})
        self.assertEqual([each["id"] for each in self.project.list_backups(folder)["backups"]], [made["id"]])
        checked = self.project.verify_backup(directory=folder, restore_beside=self.database)
        self.assertEqual((checked["problems"], checked["restored"]), ([], True))


class Page(WithDatabase):
    def test_the_examples_run(self):
        text = (PROJECT.parents[2] / "docs/reference/python-api.md").read_text()
        examples = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        self.assertGreater(len(examples), 4)
        folder = os.getcwd()
        self.addCleanup(os.chdir, folder)
        os.chdir(PROJECT)
        names = {}
        environment = unittest.mock.patch.dict(os.environ, {"DATABASE_URL": self.url})
        with environment, unittest.mock.patch.dict(sys.modules):
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                for each in examples:
                    exec(each, names)
        for expected in ("3 revisions applied", "statement_failed 23502", "['b2', 'c3'] []", "None returns", "('b', 'c') ['c', 'b', 'a']"):
            self.assertIn(expected, printed.getvalue())


if __name__ == "__main__":
    unittest.main()
