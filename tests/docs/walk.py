#!/usr/bin/env python3
"""Does what a page of the documentation tells its reader to do, in order, and compares what the page shows.

    tests/docs/walk.py PAGE --path FOLDER_OF_THE_PROGRAMS…

- A block of code marked `sh` is run.
- In a block marked `console` every line that begins with `$ ` is run, and what stands below it is what it prints: `…` stands for
  anything within a line, and a line that is `…` alone for any number of lines. Nothing below it, nothing is compared. Where
  `error:` begins what is shown the command fails, everywhere else it does not.
- Everything else is read and not done: indented blocks, blocks of other languages.

All blocks of a page run in one shell, in a folder of its own with a home of its own, and `examples` beside. The PostgreSQL is the one
that the page itself starts (`alembicore db start`), which keeps its data in that home. A server that is told no port takes a free
one, for which the page's 3000 stands.
"""
import argparse
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Step:
    def __init__(self, line, command, shown):
        self.line, self.command, self.shown = line, command, shown
        self.fails = shown.startswith("error:")


def dialogue(first_line, text):
    """The commands of a `console` block, each with what is shown below it."""
    steps = []
    for number, line in enumerate(text.splitlines(), first_line):
        if line.startswith("$ "):
            steps.append(Step(number, line[2:], ""))
        elif not steps:
            sys.exit(f"line {number}: a block marked console begins with a command")
        elif steps[-1].command.endswith("\\") and not steps[-1].shown:
            steps[-1].command += "\n" + line
        else:
            steps[-1].shown += line + "\n"
    return [Step(each.line, each.command, each.shown) for each in steps]


def steps_of(page):
    steps = []
    for block in FENCE.finditer(page):
        line = page.count("\n", 0, block.start()) + 2
        if block[1] == "sh":
            steps.append(Step(line, block[2], ""))
        elif block[1] == "console":
            steps += dialogue(line, block[2])
    return steps


def pattern_of(shown):
    lines = []
    for line in shown.rstrip("\n").splitlines():
        if line.strip() == "…":
            lines.append(r"(?:.*\n)*?")
        else:
            lines.append(r"[^\n]*?".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ \t]*\n")
    return "".join(lines)


def matches(shown, printed):
    return re.fullmatch(pattern_of(shown), printed.rstrip() + "\n") is not None


# The shell reads each step from a file and tells its status on a line of its own.
DRIVER = r"""
curl() {
    local port
    port=$(sed -n 's|.*serves http://[0-9.]*:\([0-9]*\)/.*|\1|p' server.txt)
    command curl "${@//127.0.0.1:3000/127.0.0.1:$port}"
}
while read -r step; do
    set -eo pipefail
    . "$step" >"$step.printed" 2>&1 </dev/null
    set +e
    echo done
done
"""


class Shell:
    def __init__(self, folder):
        home, place = folder / "home", folder / "place"
        home.mkdir()
        place.mkdir()
        (place / "examples").symlink_to(TOP / "examples")
        self.steps = folder / "steps"
        self.steps.mkdir()
        kept = {name: value for name, value in os.environ.items() if name in ("LANG", "ALEMBICORE_POSTGRES", "CCACHE_DIR")}
        environment = {
            **kept,
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "ALEMBICORE_SERVER_PORT": "0",
            "PAGER": "cat",
        }
        self.place, self.environment, self.count = place, environment, 0
        self.process = subprocess.Popen(
            ["bash", "--norc", "-c", DRIVER],
            cwd=place, env=environment, start_new_session=True, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )

    def run(self, command):
        """Whether it succeeded, and what it printed."""
        self.count += 1
        step = self.steps / str(self.count)
        step.write_text(command + "\n")
        self.process.stdin.write(f"{step}\n")
        self.process.stdin.flush()
        succeeded = self.process.stdout.readline() == "done\n"
        return succeeded, pathlib.Path(f"{step}.printed").read_text()

    def end(self):
        try:
            os.killpg(self.process.pid, signal.SIGTERM)  # the shell, and what it has left running
        except ProcessLookupError:
            pass
        self.process.wait()
        subprocess.run(["alembicore", "--quiet", "db", "stop"], cwd=self.place, env=self.environment, capture_output=True)


def complain(page, step, printed, what):
    print(f"{page}:{step.line}: {what}\n\n$ {step.command.rstrip()}\n{printed.rstrip()}", file=sys.stderr)
    if step.shown:
        print(f"\nThe page shows:\n{step.shown.rstrip()}", file=sys.stderr)
    return 1


def walk(page, shell):
    steps = steps_of((TOP / page).read_text())
    if not steps:
        sys.exit(f"{page}: there is nothing to do")
    for step in steps:
        command = f"if {step.command}; then exit 1; fi" if step.fails else step.command
        succeeded, printed = shell.run(command)
        printed = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:3000", printed)
        if not succeeded:
            return complain(page, step, printed, "succeeds, but should not" if step.fails else "fails")
        if step.shown and not matches(step.shown, printed):
            return complain(page, step, printed, "prints something else")
    print(f"{page}: {len(steps)} steps")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page")
    parser.add_argument("--path", action="append", default=[], help="a folder of programs; repeatable")
    parser.add_argument("--before", default="", help="what the reader has done before: commands of the shell")
    options = parser.parse_args()
    os.umask(0o022)  # the server of a walk by root belongs to another user
    with tempfile.TemporaryDirectory(prefix="alembicore-walk-") as folder:
        os.chmod(folder, 0o755)
        os.environ["PATH"] = ":".join([*map(os.path.abspath, options.path), os.environ["PATH"]])
        shell = Shell(pathlib.Path(folder))
        try:
            if options.before:
                succeeded, printed = shell.run(options.before)
                if not succeeded:
                    sys.exit(f"{options.before}\n{printed}")
            return walk(options.page, shell)
        finally:
            shell.end()


if __name__ == "__main__":
    sys.exit(main())
