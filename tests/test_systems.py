"""What has to hold on systems that this one is not: nothing asks for what they lack as soon as it is loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Everything is loaded once as it is, so that other people's modules are there; then ours once more, on another system.
LOAD = """
import importlib, os, pathlib, pkgutil, select, shutil, signal, sys, time, types
import pytest

MODULES = ["fcntl", "termios", "pty", "tty", "resource", "pwd", "grp", "syslog", "pyte"]
ONLY_LINUX = {
    os: "getxattr listxattr removexattr setxattr sched_getaffinity waitid P_PID WEXITED WNOWAIT",
    select: "epoll",
}
CALLS = {
    os: f"{ONLY_LINUX[os]} chown fchmod fchown fork getegid geteuid getgid getgroups getpgid getpgrp getsid getuid "
        "killpg lchown login_tty mkfifo mknod openpty setegid seteuid setgid setgroups setpgid setsid setuid statvfs "
        "sysconf ttyname uname wait wait3 wait4 O_CLOEXEC O_DIRECTORY O_NOCTTY O_NOFOLLOW O_NONBLOCK ST_RDONLY WNOHANG",
    signal: "SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGSTOP SIGTSTP SIGUSR1 SIGWINCH alarm pause setitimer",
    select: "epoll poll",
    time: "tzset",
}


def names():
    for package in ("exam_tui", "tests"):
        for module in pkgutil.walk_packages([package], f"{package}."):
            if not module.name.endswith("__main__"):
                yield module.name


def load():
    for name in names():
        try:
            importlib.import_module(name)
        except pytest.skip.Exception:
            pass
        except Exception as error:
            raise ImportError(f"{name}: {error!r}") from error


load()
for name in [name for name in sys.modules if name.partition(".")[0] in ("exam_tui", "tests")]:
    del sys.modules[name]
sys.platform = sys.argv[1]
lacking = ONLY_LINUX
if sys.platform == "win32":
    os.name, lacking = "nt", CALLS
    sys.modules[pathlib.Path.__module__].WindowsPath = pathlib.PosixPath
    shutil._winapi = types.SimpleNamespace(NeedCurrentDirectoryForExePath=lambda _program: False)
    for name in MODULES:
        sys.modules[name] = None
for module, calls in lacking.items():
    for call in calls.split():
        if hasattr(module, call):
            delattr(module, call)
load()
print(len(list(names())))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the other systems load their own modules")
@pytest.mark.parametrize("platform", ["win32", pytest.param("darwin", marks=pytest.mark.full)])
def test_every_module_and_every_test_can_be_loaded_on_another_system(platform: str, tmp_path: Path) -> None:
    """What a test needs and the system lacks, it asks for after it was skipped."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD, platform],
        cwd=ROOT,
        check=False,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert int(done.stdout) > 300
