"""docs/schemas.md has each field of the JSON reports with its type, and no other."""

import json
import re
from dataclasses import replace
from pathlib import Path
from types import NoneType

import pytest
from grades import DONE, MINA, PARTIAL, UNREADABLE

from harness.grading.reports.all import write

PAGE = (Path(__file__).parents[3] / "docs/schemas.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (`.+?`) \| ([\w ]+) \|", re.MULTILINE)
KINDS = {str: "string", bool: "boolean", int: "integer", float: "number", NoneType: "null", dict: "object"}
OF_SOME = {"score", "max_score"}  # fields of a TODO among Gradescope's tests, which a claim has not


def fields(table):
    """The type of each field that a table names."""
    return {name: kind for names, kind in ROW.findall(table) for name in re.findall(r"`([\w-]+)`", names)}


def tables(report):
    """The tables of a report: that of the whole, and by its name that of each part."""
    text = re.split(rf"^## `{report}`$", PAGE, flags=re.MULTILINE)[1].split("\n## ")[0]
    parts = re.split(r"^(?:Each of )?`([\w-]+)`:$", text, flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


@pytest.fixture(params=[MINA, replace(MINA, speedup=3.2), DONE, PARTIAL, UNREADABLE], scope="module")
def written(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    write(request.param, folder)
    return lambda report: json.loads((folder / report).read_text(encoding="utf-8"))


def is_a(value, kind):
    """Whether a value is of the kind that a table names, such as strings, or number or null."""
    if isinstance(value, list):
        return kind.endswith("s") and all(is_a(each, kind.removesuffix("s")) for each in value)
    kinds = kind.split(" or ")
    return KINDS[type(value)] in kinds or (type(value) is int and "number" in kinds)


def assert_described(record, tables, part=""):
    """Each field of a record stands in its table, with its type, and those of its parts do."""
    described = fields(tables[part])
    assert record.keys() <= described.keys()
    assert described.keys() - record.keys() <= OF_SOME
    for name, value in record.items():
        assert is_a(value, described[name]), f"{name} is no {described[name]}: {value!r}"
        for each in value if isinstance(value, list) else [value]:
            if name in tables:
                assert_described(each, tables, name)


@pytest.mark.parametrize("report", ["staff.json", "result.json", "results.json"])
def test_each_field_of_a_report_is_described_with_its_type_and_no_other_is(written, report):
    assert_described(written(report), tables(report))
