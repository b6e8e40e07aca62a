#!/usr/bin/env bash
# Gradescope runs this once, as root, when the autograder is uploaded: it installs what the grader needs.
# The base image has to be one with Python 3.11, as Ubuntu 22.04 is, the default.
set -eu
cd "${AUTOGRADER:-/autograder}/source"

export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends bubblewrap libseccomp2 python3.11-venv

# Without this index, torch comes with CUDA, which is large and of no use here.
export PIP_EXTRA_INDEX_URL="${PIP_EXTRA_INDEX_URL-https://download.pytorch.org/whl/cpu}"
python3.11 -m venv ../tox
../tox/bin/python -m pip install tox
../tox/bin/python -m tox run -e grade --notest
chmod go+rx .tox  # tox closes it, and root's workers become nobody
