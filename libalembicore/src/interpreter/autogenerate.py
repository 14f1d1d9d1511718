# Asks Alembic for the revision that its autogenerate would write, for alembicore, in the project's own Python. Sent
# behind run_alembic.py, whose names it uses. Nothing is written, and the version table is not created.
TEMPLATE_NAMES = {"upgrades", "downgrades", "imports"}


def make_revision_config(request):
    """What env.py sees is the command that it knows."""
    config = make_config(request)
    sys.argv = ["alembic", "revision", "--autogenerate"]
    config.cmd_opts.autogenerate = True
    config.cmd_opts.message = request["message"]
    return config


def listen_to_comparison():
    """Whatever the ini says of loggers: what Alembic detects is told as log records."""
    import logging

    logging.getLogger("alembic.autogenerate").setLevel(logging.INFO)
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("alembic.autogenerate"):
            logging.getLogger(name).disabled = False


class Generation:
    def __init__(self, request, channel):
        from alembic.autogenerate.api import RevisionContext
        from alembic.script import ScriptDirectory

        self._run = Run(request, channel)
        self._request = request
        self.config = make_revision_config(request)
        self.script = self._run.script = ScriptDirectory.from_config(self.config)
        self.revisions = RevisionContext(
            self.config,
            self.script,
            {
                "message": request["message"] or None,
                "autogenerate": True,
                "sql": False,
                "head": "head",
                "splice": False,
                "branch_label": None,
                "version_path": None,
                "rev_id": request["rev_id"] or None,
                "depends_on": None,
            },
        )
        self._first_id = self.revisions.generated_revisions[0].rev_id

    def compare(self, heads, context):
        """What Alembic calls for the steps to take."""
        self._run.steps(heads, context)
        there = set(self.script.get_revisions(heads))
        if there != set(self.script.get_revisions("heads")):
            raise Refused(
                "version_mismatch",
                "Target database is not up to date.",
                "it is at %s" % named(heads),
                "run 'alembicore upgrade heads' first",
            )
        listen_to_comparison()
        self.revisions.run_autogenerate(heads, context)
        return []

    def result(self):
        self._run.check_all_done()
        made = self.revisions.generated_revisions
        if len(made) > 1:
            raise Refused(
                "bad_configuration",
                "env.py makes %d revisions of one" % len(made),
                "process_revision_directives has added some",
                "run alembic itself for such a project",
            )
        return self._rendered(made[0]) if made else {"discarded": True}

    def _rendered(self, made):
        from alembic.autogenerate import render

        texts = {}
        context = self.revisions._last_autogen_context
        context.imports = set(getattr(made, "imports", None) or ())
        render._render_python_into_templatevars(context, made, texts)
        if set(texts) != TEMPLATE_NAMES:
            raise Refused(
                "bad_configuration",
                "env.py renames the variables of the template",
                ", ".join(sorted(texts)),
                "run alembic itself for such a project",
            )
        changed_id = made.rev_id if made.rev_id != self._first_id else ""
        return dict(texts, discarded=False, empty=made.upgrade_ops.is_empty(), revision=str(changed_id))


def autogenerate(request, channel):
    try:
        from alembic.runtime.environment import EnvironmentContext

        work = Generation(request, channel)
        environment = EnvironmentContext(
            work.config,
            work.script,
            fn=work.compare,
            as_sql=False,
            dont_mutate=True,
            template_args=work.revisions.template_args,
            revision_context=work.revisions,
        )
        override_configure(environment, request["configure"])
        with environment:
            work.script.run_env()
        channel.tell("generated", value=work.result())
    except BaseException as failure:
        folders = [request["version_locations"], [request["script_location"]]]
        channel.tell("failed", **describe_failure(failure, folders))
        return 1
    channel.tell("done")
    return 0
