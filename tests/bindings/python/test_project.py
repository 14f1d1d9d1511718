"""What needs no database."""

import ast
import pathlib
import pickle
import unittest

import alembicore
import alembicore._native as native
from support import PROJECT


class Projects(unittest.TestCase):
    def setUp(self):
        self.project = alembicore.Project(PROJECT, environment={})

    def test_what_is_no_project_says_so(self):
        with self.assertRaises(alembicore.Error) as caught:
            alembicore.Project("/")
        self.assertEqual(caught.exception.code, "not_a_project")
        self.assertTrue(caught.exception.remedy)
        self.assertIsNone(caught.exception.server)
        self.assertEqual(caught.exception.sqlstate, "")
        again = pickle.loads(pickle.dumps(caught.exception))
        self.assertEqual((str(again), again.code), (str(caught.exception), "not_a_project"))

    def test_an_option_that_does_not_exist_is_refused(self):
        with self.assertRaisesRegex(alembicore.UsageError, "lock_time"):
            self.project.script(self.project.plan_upgrade("c3", start="base"), lock_time="5s")
        with self.assertRaises(TypeError):
            self.project.script(self.project.plan_upgrade("c3", start="base"), tag=object())

    def test_history(self):
        messages = [each["message"] for each in self.project.history(":c3")["revisions"]]
        self.assertEqual(messages, ["names are looked for", "accounts have names", "accounts"])
        self.assertEqual([each["id"] for each in self.project.branches()["revisions"]], ["c3"])
        self.assertEqual(self.project.show("slow")["revisions"][0]["id"], "e5")
        self.assertIsNone(self.project.heads()["current"])
        with self.assertRaises(alembicore.Error) as caught:
            self.project.history("current:")
        self.assertEqual(caught.exception.code, "no_database")

    def test_the_graph(self):
        graph = self.project.graph
        self.assertEqual((len(graph), graph.heads, graph.bases), (5, ["d4", "e5"], ["a1"]))
        self.assertEqual(graph.children("c3"), ["d4", "e5"])
        self.assertEqual(graph.parents("c3"), ["b2"])
        self.assertEqual(graph.resolve("slow@head"), ["e5"])
        self.assertEqual(graph.applied(["b2"]), ["a1", "b2"])
        self.assertTrue(graph.is_branch_point("c3") and graph.is_head("d4"))
        self.assertIn("a1", graph)
        self.assertEqual(graph["e5"]["labels"], ["slow"])
        with self.assertRaises(alembicore.Error) as caught:
            graph["nowhere"]
        self.assertEqual(caught.exception.code, "unknown_revision")

    def test_plans_and_scripts(self):
        plan = self.project.plan_upgrade("c3", start=["a1"])
        self.assertEqual([each["revision"] for each in plan.steps], ["b2", "c3"])
        self.assertEqual((len(plan), plan.warnings), (2, []))
        self.assertIn("CREATE INDEX ix_accounts_name", self.project.script(plan, engine="native"))
        self.assertEqual(len(self.project.plan_downgrade("base", start="c3")), 3)
        self.assertEqual(self.project.plan_stamp("b2", start="base").as_dict()["direction"], "stamp")

    def test_what_revisions_do(self):
        self.assertEqual(self.project.inspect("a1")["upgrade"]["operations"][0]["op"], "create_table")
        file = PROJECT / "migrations/versions/b2.py"
        self.assertEqual(self.project.inspect_file(file)["upgrade"]["sql"], ["ALTER TABLE accounts ADD COLUMN name TEXT"])
        self.assertIsNone(self.project.render()["a1"]["up_error"])
        alone = alembicore.Project.open_versions(PROJECT / "migrations/versions")
        self.assertEqual(len(alone.graph), 5)

    def test_lint(self):
        found = self.project.lint("c3")["findings"]
        self.assertIn("L01", [each["rule"] for each in found])
        self.assertEqual(self.project.lint("c3", only=["D"])["findings"], [])
        plan = self.project.plan_upgrade("c3", start="base")
        self.assertEqual(self.project.lint(plan=plan)["revisions"], 3)
        self.assertTrue(alembicore.lint_sql("DROP TABLE accounts", "a.sql")["findings"])
        self.assertIn("L01", [each["id"] for each in alembicore.lint_rules()])

    def test_models(self):
        models = self.project.models("Account")
        self.assertEqual([each["name"] for each in models["tables"][0]["columns"]], ["id", "email", "name"])


class Stubs(unittest.TestCase):
    def test_they_name_what_the_extension_module_has(self):
        stub = pathlib.Path(native.__file__).with_name("_native.pyi").read_text()
        declared = {"version"}
        for node in ast.parse(stub).body:
            if isinstance(node, ast.FunctionDef):
                declared.add(node.name)
            elif isinstance(node, ast.ClassDef):
                declared |= {f"{node.name}.{each.name}" for each in node.body}
        found = set()
        for name, value in vars(native).items():
            if isinstance(value, type):
                found |= {f"{name}.{each}" for each in vars(value) if each == "__init__" or not each.startswith("_")}
            elif not name.startswith("_"):
                found.add(name)
        self.assertEqual(found - {"Plan.__init__"}, declared)


if __name__ == "__main__":
    unittest.main()
