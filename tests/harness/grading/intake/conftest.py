"""Hands files in, in each of the ways there are."""

import pytest
from archives import in_folder, tar_bzipped, tar_gzipped, tar_xzipped, tarred, zipped


@pytest.fixture
def file(tmp_path):
    """Writes an archive."""

    def write(content, name="homework"):
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return write


@pytest.fixture(params=[zipped, tarred, tar_gzipped, tar_bzipped, tar_xzipped])
def archive(request, file):
    """Writes an archive of each kind."""
    return lambda files: file(request.param(files))


@pytest.fixture(params=["folder", zipped, tarred, tar_gzipped])
def handed_in(request, tmp_path, file):
    """Hands files in, in each of the ways there are."""
    in_a_folder = request.param == "folder"
    return lambda files: in_folder(tmp_path / "homework", files) if in_a_folder else file(request.param(files))
