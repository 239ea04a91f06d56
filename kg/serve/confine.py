"""What a worker gives up before it answers anybody: sockets, memory without end, a life after its parent.

By Linux's own means (prctl(2), seccomp(2)); elsewhere, and on other processors, only the memory limit
holds. They stand behind the guard of `kg.query`, which refuses such queries already.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 1, 38, 22
_SECCOMP_MODE_FILTER = 2
_SLACK = 256 * 2**20
"""Address space beside what a query takes: arenas of the allocator, stacks of threads."""
_FILTERED = {
    # machine: its number in audit.h, and its numbers of socket and connect
    "x86_64": (0xC000003E, (41, 42)),
    "aarch64": (0xC00000B7, (198, 203)),
}
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM


def _prctl(*arguments: object) -> bool:
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None, use_errno=True).prctl(*arguments) == 0)


def die_with_parent() -> None:
    """Be killed when the process that forked us ends, so that no query runs on for nobody."""
    _prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def forbid_sockets() -> bool:
    """Have the kernel refuse new sockets and connections in this process; False where it cannot."""
    arch, calls = _FILTERED.get(platform.machine(), (0, ()))
    if not calls or not _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    # if arch differs: allow; if the call is one of these: EPERM; else allow
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 0, len(calls) + 1, arch), (_LOAD, 0, 0, 0)]
    steps += [(_EQUAL, len(calls) - at, 0, call) for at, call in enumerate(calls)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program)))
    return _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, head, 0, 0)


def limit_memory(size: int) -> None:
    """Let this process take `size` bytes more than it has, about; then allocations fail."""
    if sys.platform != "linux":
        return
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + size + _SLACK, hard))
