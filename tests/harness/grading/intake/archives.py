"""Archives and folders, as students and attackers make them, and what is found in them."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import warnings
import zipfile
from contextlib import contextmanager

import pytest

from harness.grading.intake import Unreadable, submission
from harness.grading.intake.wanted import hand_in

HEAD, BLOCK = "x = 'head'\n", "x = 'block'\n"
TWO = {"head_v4.py": HEAD, "block_v1.py": BLOCK}
LONGEST = 256 * 1024


def bytes_of(text):
    return text.encode() if isinstance(text, str) else text


def in_folder(path, files):
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(bytes_of(text))
    return path


def zipped(files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that is there twice
        for member, text in files.items() if isinstance(files, dict) else files:
            archive.writestr(member, bytes_of(text))
    return out.getvalue()


def tarred(files, form=tarfile.PAX_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for member, text in files.items() if isinstance(files, dict) else files:
            member = member if isinstance(member, tarfile.TarInfo) else tarfile.TarInfo(member)
            member.size = len(bytes_of(text))
            archive.addfile(member, io.BytesIO(bytes_of(text)))
    return out.getvalue()


def tar_gzipped(files):
    return gzip.compress(tarred(files))


def tar_bzipped(files):
    return bz2.compress(tarred(files))


def tar_xzipped(files):
    return lzma.compress(tarred(files))


def special(kind, name="head_v4.py", target="block_v1.py"):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


def unix(mode, name="head_v4.py"):
    member = zipfile.ZipInfo(name)
    member.external_attr = mode << 16
    return member


def found(path):
    """The files that are read, and what is said of the others."""
    taken = submission(path)
    return set(taken.files.sources), taken.notes


def only_block(path, note):
    return found(path) == ({"block_v1"}, (note,))


def why_not(path):
    with pytest.raises(Unreadable) as caught:
        submission(path)
    assert str(caught.value).endswith(hand_in())
    return str(caught.value).removesuffix(hand_in()).strip()


@contextmanager
def as_nobody():
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
