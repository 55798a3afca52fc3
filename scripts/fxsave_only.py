"""Run a program for which ptrace knows the x87 and SSE registers only.

Linux 6.1 as a process (User-Mode Linux) keeps the registers of its programs in a buffer that is too
small for a processor with AMX: reading them gives a part, and putting a part back fails. A seccomp
filter answers that there is no such set of registers (NT_X86_XSTATE). Then it uses the old calls,
which keep x87 and SSE. So the upper halves of AVX registers are not kept when threads take turns:
no program in the guest may use AVX (`tests/bluez/inside/init.sh`).
"""

import ctypes
import errno
import os
import struct
import sys
from typing import Final

_PTRACE: Final = 101
_GETREGSET, _SETREGSET = 0x4204, 0x4205
_NT_X86_XSTATE: Final = 0x202
_CALL, _REQUEST, _KIND = 0, 16, 32
"""Where struct seccomp_data has the number of the call, its first and its third argument; bytes."""
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_SECCOMP, _FILTER, _NO_NEW_PRIVILEGES = 22, 2, 38  # of prctl
FILTER: Final = (
    (_LOAD, 0, 0, _CALL),
    (_EQUAL, 0, 6, _PTRACE),  # how many to skip if equal, and if not
    (_LOAD, 0, 0, _REQUEST),
    (_EQUAL, 1, 0, _GETREGSET),
    (_EQUAL, 0, 3, _SETREGSET),
    (_LOAD, 0, 0, _KIND),
    (_EQUAL, 0, 1, _NT_X86_XSTATE),
    (_RETURN, 0, 0, _ERRNO | errno.ENODEV),
    (_RETURN, 0, 0, _ALLOW),
)


class _Program(ctypes.Structure):
    """Struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def main() -> None:
    """Set the filter, then become the program."""
    libc = ctypes.CDLL(None, use_errno=True)
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in FILTER))
    program = _Program(len(FILTER), ctypes.cast(code, ctypes.c_void_p))
    for call in (
        (_NO_NEW_PRIVILEGES, 1, 0, 0, 0),
        (_SECCOMP, _FILTER, ctypes.byref(program), 0, 0),
    ):
        if libc.prctl(*call) != 0:
            raise SystemExit(f"seccomp: {os.strerror(ctypes.get_errno())}")
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - this program becomes that one


main()
