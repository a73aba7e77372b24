"""What the system says of this machine and its processes: which one it is, since when it runs, when each started.

Numbers are asked of the system itself. Only macOS does not tell the start of a process by a file or a simple call: `ps`
is asked there.
"""

import os
import sys
from pathlib import Path
from typing import Any, Final

_DEAD: Final = "ZX"
"""What /proc calls a process that has ended and was not yet waited for."""
_SECONDS: Final = 5.0

_MAY_ASK: Final = 0x0010_1000  # SYNCHRONIZE and PROCESS_QUERY_LIMITED_INFORMATION
_RUNS: Final = 0x102  # WAIT_TIMEOUT
_NO_SUCH_PROCESS: Final = 87  # ERROR_INVALID_PARAMETER


def host_name() -> str:
    """Return what this machine is called now; on a laptop the network may decide that."""
    name = os.environ.get("COMPUTERNAME", "")
    if sys.platform != "win32":
        name = os.uname().nodename
    return name


def machine_id() -> str:
    """Return what tells this machine from others, and its containers from each other; "" where that is not known."""
    found = ""
    if sys.platform == "linux":
        try:
            found = f"{_line('/etc/machine-id')} {Path('/proc/self/ns/pid').readlink()}"
        except OSError:
            found = ""
    elif sys.platform == "darwin":
        found = hardware_of(_libc()) or f"{sys.platform} {host_name()}"
    elif sys.platform == "win32":
        found = _registered() or f"{sys.platform} {host_name()}"
    return found


def is_copied() -> bool:
    """Return whether another machine may have the same number: a Linux that was copied has, a Mac or a Windows not."""
    return sys.platform == "linux"


def boot_id() -> str:
    """Return which run of this machine it is; "" where that is not known."""
    found = ""
    if sys.platform == "linux":
        found = _line("/proc/sys/kernel/random/boot_id")
    elif sys.platform == "darwin":
        found = boot_session_of(_libc())
    return found


def start_of(pid: int) -> str | None:
    """Return when a process started, "" where none of that number runs, None where that cannot be known."""
    start: str | None = None
    if sys.platform == "linux":
        start = start_by_proc(pid)
    elif sys.platform == "win32":
        start = start_by_kernel(pid, _kernel())
    else:
        start = start_by_ps(pid)
    return start


def start_by_proc(pid: int) -> str | None:
    """Return what `start_of` does, as Linux says it: in ticks since the machine started."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123 - a string is all there is
            text = file.read()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    except OSError:
        return None
    # Field 2 is the program's name in brackets and may hold anything; field 3 is the state, field 22 the start.
    fields = text.rpartition(b")")[2].split()
    return "" if fields[0].decode() in _DEAD else fields[19].decode()


def start_by_ps(pid: int) -> str | None:
    """Return what `start_of` does, as POSIX's ps says it: date and time, to the second."""
    from exam_tui.storage.disk.run_program import output_of  # noqa: PLC0415 - not on Linux

    # It fails where there is no such process; our own is there, so that a ps that works can be told from one that
    # does not. The environment decides on language and time zone.
    fixed = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
    pids = sorted({pid, os.getpid()})
    printed = output_of(["ps", "-o", "pid=,stat=,lstart=", "-p", ",".join(map(str, pids))], fixed, seconds=_SECONDS)
    if printed is None:
        return None
    for line in printed.decode("utf-8", "replace").split("\n"):
        number, _, rest = line.strip().partition(" ")
        state, _, start = rest.strip().partition(" ")
        if number == str(pid) and state[:1] != "Z":
            return " ".join(start.split())
    return ""


def start_by_kernel(pid: int, kernel: Any) -> str | None:
    """Return what `start_of` does, as Windows says it: in units of 100 ns since 1601. `kernel` is its kernel32."""
    from ctypes import byref, c_uint64  # noqa: PLC0415 - not on Linux

    process = kernel.OpenProcess(_MAY_ASK, 0, pid)
    if not process:
        return "" if _last_error() == _NO_SUCH_PROCESS else None
    try:
        if kernel.WaitForSingleObject(process, 0) != _RUNS:  # ended, but somebody has it open still
            return ""
        start, end, in_kernel, in_program = c_uint64(), c_uint64(), c_uint64(), c_uint64()
        times = (byref(start), byref(end), byref(in_kernel), byref(in_program))
        return str(start.value) if kernel.GetProcessTimes(process, *times) else None
    finally:
        kernel.CloseHandle(process)


def hardware_of(libc: Any) -> str:
    """Return the number of a Mac, which stays; "" where there is none. `libc` is its C library."""
    from ctypes import c_long, c_ubyte  # noqa: PLC0415 - not on Linux

    number, wait = (c_ubyte * 16)(), (c_long * 2)(1, 0)  # a uuid_t, a timespec of one second
    try:
        return bytes(number).hex() if libc.gethostuuid(number, wait) == 0 else ""
    except AttributeError:
        return ""


def boot_session_of(libc: Any) -> str:
    """Return the number of this run of a Mac; "" where there is none. `libc` is its C library."""
    from ctypes import byref, c_size_t, create_string_buffer  # noqa: PLC0415 - not on Linux

    text, size = create_string_buffer(64), c_size_t(64)
    failed = libc.sysctlbyname(b"kern.bootsessionuuid", text, byref(size), None, c_size_t(0))
    return "" if failed else text.value.decode("ascii", "replace")


def _libc() -> Any:
    import ctypes  # noqa: PLC0415 - not on Linux

    return ctypes.CDLL(None)


def _kernel() -> Any:
    """Return Windows' kernel32 with the types of what is called here: handles are as wide as pointers."""
    kernel: Any = None
    if sys.platform == "win32":
        from ctypes import WinDLL, c_int, c_uint32, c_void_p  # noqa: PLC0415 - not on Linux

        kernel = WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.argtypes = (c_uint32, c_int, c_uint32)
        kernel.OpenProcess.restype = c_void_p
        kernel.WaitForSingleObject.argtypes = (c_void_p, c_uint32)
        kernel.WaitForSingleObject.restype = c_uint32
        kernel.GetProcessTimes.argtypes = (c_void_p,) * 5
        kernel.CloseHandle.argtypes = (c_void_p,)
    return kernel


def _last_error() -> int:
    """Return why the last call of Windows failed."""
    error = 0
    if sys.platform == "win32":
        from ctypes import get_last_error  # noqa: PLC0415 - not on Linux

        error = get_last_error()
    return error


def _registered() -> str:
    """Return the number that Windows gave this machine when it was set up; "" where there is none."""
    number = ""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - Windows alone has it

        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography", 0, access) as key:
                number = str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            number = ""
    return number


def _line(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
