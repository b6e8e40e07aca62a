"""The system calls that Python and torch need to compute, and no others: seccomp refuses the rest."""

from __future__ import annotations

import ctypes.util
import errno
import fcntl
import os

# The real one runs ldconfig, which on Ubuntu is a shell script, and there is no shell in the sandbox.
ctypes.util.find_library = {"seccomp": "libseccomp.so.2"}.get  # type: ignore[assignment]
import pyseccomp as seccomp  # noqa: E402

COMPUTE = (
    "brk mmap munmap mremap mprotect madvise futex sched_yield sched_getaffinity membarrier rseq set_robust_list read "
    "write readv writev pread64 lseek close dup poll ppoll select pselect6 fstat newfstatat stat lstat statx "
    "access faccessat faccessat2 readlink readlinkat getcwd getdents64 statfs fstatfs clock_gettime clock_getres "
    "clock_nanosleep nanosleep gettimeofday time times getrusage sysinfo uname getpid gettid getppid getuid geteuid "
    "getgid getegid getpgrp getpgid umask getrandom getrlimit rt_sigaction rt_sigprocmask rt_sigreturn "
    "rt_sigtimedwait sigaltstack restart_syscall pause alarm setitimer getitimer arch_prctl exit exit_group "
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
READING = {"openat": 2, "open": 1}  # the argument that holds the flags
ISATTY = 0x5401  # TCGETS
DESCRIPTORS = (fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_SETFL, fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC)


def rules() -> seccomp.SyscallFilter:
    """A filter that is ready to be loaded. What it does not name fails with EPERM."""
    found = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
    for name in COMPUTE.split():
        _allow(found, name)
    for name, flags in READING.items():
        _allow(found, name, seccomp.Arg(flags, seccomp.MASKED_EQ, WRITING, 0))
    for command in DESCRIPTORS:  # others make the kernel send signals
        _allow(found, "fcntl", seccomp.Arg(1, seccomp.EQ, command))
    _allow(found, "ioctl", seccomp.Arg(1, seccomp.EQ, ISATTY))
    _allow(found, "prlimit64", seccomp.Arg(2, seccomp.EQ, 0))
    return found


def _allow(found: seccomp.SyscallFilter, name: str, *arguments: seccomp.Arg) -> None:
    number = seccomp.resolve_syscall(seccomp.Arch.NATIVE, name)
    if number >= 0:  # another architecture may not have it
        found.add_rule(seccomp.ALLOW, number, *arguments)
