#!/usr/bin/env bash
# Grades a folder in a step of GitHub Actions: grade.sh SUBMISSION REPORTS [OPTION of python -m harness grade]...
# Into REPORTS go those that the submission's author may read.
set -eu
submission=$(realpath "$1")
reports=$(realpath --canonicalize-missing "$2")
shift 2
cd "$(dirname "$0")/../.."

all=$(mktemp --directory)
.tox/grade/bin/python -m harness grade "$submission" --out "$all" "$@"

mkdir -p "$reports"
cp "$all"/*/{report.html,summary.md,result.json,junit.xml} "$reports"
cat "$all"/*/summary.md >> "$GITHUB_STEP_SUMMARY"
cat "$all"/*/annotations.txt
