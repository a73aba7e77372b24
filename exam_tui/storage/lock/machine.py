"""What the system says about this machine and its processes: which machine, which run of it, when a process started.

The system itself is asked. Only on macOS, where neither a file nor a simple call gives the start of a process, `ps` is.
"""

import os
import sys
from pathlib import Path
from typing import Any, Final

_DEAD: Final = "ZX"
"""The states in /proc of a process that has ended and was not yet waited for."""
_SECONDS: Final = 5.0

_MAY_ASK: Final = 0x0010_1000  # SYNCHRONIZE and PROCESS_QUERY_LIMITED_INFORMATION
_RUNS: Final = 0x102  # WAIT_TIMEOUT
_NO_SUCH_PROCESS: Final = 87  # ERROR_INVALID_PARAMETER


def host_name() -> str:
    """Return the present name of this machine; a laptop may get another one from each network."""
    name = os.environ.get("COMPUTERNAME", "")
    if sys.platform != "win32":
        name = os.uname().nodename
    return name


def machine_id() -> str:
    """Return what identifies this machine, and the container we are in; "" if that is not known."""
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
    """Return whether another machine may have the same id: a copy of a Linux has, one of macOS or Windows has not."""
    return sys.platform == "linux"


def boot_id() -> str:
    """Return what identifies this run of the machine, since it was started; "" if that is not known."""
    found = ""
    if sys.platform == "linux":
        found = _line("/proc/sys/kernel/random/boot_id")
    elif sys.platform == "darwin":
        found = boot_session_of(_libc())
    return found


def start_of(pid: int) -> str | None:
    """Return when a process started, "" if none with that number runs, None if that cannot be known."""
    start: str | None = None
    if sys.platform == "linux":
        start = start_by_proc(pid)
    elif sys.platform == "win32":
        start = start_by_kernel(pid, _kernel())
    else:
        start = start_by_ps(pid)
    return start


def start_by_proc(pid: int) -> str | None:
    """Return the same as `start_of`, from Linux: in ticks since the machine started."""
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
    """Return the same as `start_of`, from POSIX's ps: date and time, to the second."""
    from exam_tui.storage.disk.run_program import output_of  # noqa: PLC0415 - not on Linux

    # ps fails if there is no such process. We ask for our own too, to see whether ps works at all. The environment
    # sets its language and time zone.
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
    """Return the same as `start_of`, from Windows: in units of 100 ns since 1601. `kernel` is its kernel32."""
    from ctypes import byref, c_uint64  # noqa: PLC0415 - not on Linux

    process = kernel.OpenProcess(_MAY_ASK, 0, pid)
    if not process:
        return "" if _last_error() == _NO_SUCH_PROCESS else None
    try:
        if kernel.WaitForSingleObject(process, 0) != _RUNS:  # it has ended, but somebody still has it open
            return ""
        start, end, in_kernel, in_program = c_uint64(), c_uint64(), c_uint64(), c_uint64()
        times = (byref(start), byref(end), byref(in_kernel), byref(in_program))
        return str(start.value) if kernel.GetProcessTimes(process, *times) else None
    finally:
        kernel.CloseHandle(process)


def hardware_of(libc: Any) -> str:
    """Return the permanent id of a Mac; "" if there is none. `libc` is its C library."""
    from ctypes import c_long, c_ubyte  # noqa: PLC0415 - not on Linux

    number, wait = (c_ubyte * 16)(), (c_long * 2)(1, 0)  # a uuid_t, a timespec of one second
    try:
        return bytes(number).hex() if libc.gethostuuid(number, wait) == 0 else ""
    except AttributeError:
        return ""


def boot_session_of(libc: Any) -> str:
    """Return the id of this run of a Mac; "" if there is none. `libc` is its C library."""
    from ctypes import byref, c_size_t, create_string_buffer  # noqa: PLC0415 - not on Linux

    text, size = create_string_buffer(64), c_size_t(64)
    failed = libc.sysctlbyname(b"kern.bootsessionuuid", text, byref(size), None, c_size_t(0))
    return "" if failed else text.value.decode("ascii", "replace")


def _libc() -> Any:
    import ctypes  # noqa: PLC0415 - not on Linux

    return ctypes.CDLL(None)


def _kernel() -> Any:
    """Return Windows' kernel32 with the types of the calls made here: handles are as wide as pointers."""
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
    """Return the error code of the last call to Windows."""
    error = 0
    if sys.platform == "win32":
        from ctypes import get_last_error  # noqa: PLC0415 - not on Linux

        error = get_last_error()
    return error


def _registered() -> str:
    """Return the id that Windows gave this machine when it was installed; "" if there is none."""
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
