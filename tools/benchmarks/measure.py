"""Wall time and peak memory of commands."""
import statistics
import subprocess
import sys
import time

# In a process of its own: what a child is said to have used includes what its parent used before the start.
PEAK_OF_CHILD = """
import os, sys
with open(os.devnull, "w") as nothing:
    child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, nothing.fileno(), 1)])
status, usage = os.wait4(child, 0)[1:]
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run_time(command, prepare=None, **options):
    """Seconds that one run takes; `prepare` runs before it, unmeasured."""
    if prepare:
        prepare()
    begin = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
    seconds = time.perf_counter() - begin
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))[:200]} failed:\n{done.stderr.decode()[-2000:]}")
    return seconds


def median_times(runs, *subjects):
    """The median of each subject's runs, which take turns so that the machine's moods meet all of them."""
    times = [[] for _ in subjects]
    for _ in range(runs):
        for subject, taken in zip(subjects, times):
            taken.append(run_time(**subject))
    return [statistics.median(taken) for taken in times]


def peak_memory(command, **options):
    """Bytes of resident memory at the highest point; not below the ten megabytes of the process that asks."""
    asking = [sys.executable, "-I", "-S", "-c", PEAK_OF_CHILD, *map(str, command)]
    done = subprocess.run(asking, capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr[-2000:]}")
    return int(done.stdout) * 1024
