"""A folder of files is a package of its own, and Python's import system is asked once for all of them."""

import sys

from harness.case import Build, Call, Case
from harness.run.in_process import InProcess


def test_a_hundred_packages_have_one_finder(folder):
    path, before = folder(), list(sys.meta_path)
    impls = [InProcess(path) for _ in range(100)]
    assert sys.meta_path == before
    assert all(impl.package.find_class("HeadVer2") for impl in impls)


def test_a_module_of_one_package_is_none_of_another(folder):
    one, other = InProcess(folder()), InProcess(folder(more="")).over(())
    assert one.package.find_class("HeadVer2") is not other.package.find_class("HeadVer2")
    error = one(Case(Build("HeadVer2"), {}, (Call((3,)),))).error
    assert error is not None and "_implementation_" not in error.message
