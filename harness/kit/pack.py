"""Writes the kit as a folder and as a zip. The same files always give the same bytes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MODE = 0o644


def pack(contents: Mapping[str, bytes], folder: Path) -> Path:
    """Write the folder anew, and a zip of it beside it; gives the path of the zip."""
    shutil.rmtree(folder, ignore_errors=True)
    zipped = folder.with_name(f"{folder.name}.zip")
    with ZipFile(_beside(zipped), "w", ZIP_DEFLATED) as archive:
        for name, content in sorted(contents.items()):
            path = _beside(folder / name)
            path.write_bytes(content)
            path.chmod(MODE)
            archive.writestr(_entry(f"{folder.name}/{name}"), content)
    return zipped


def _beside(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)  # dated 1980
    entry.create_system = 3  # Unix, whose modes the next line gives
    entry.external_attr = MODE << 16
    entry.compress_type = ZIP_DEFLATED
    return entry
