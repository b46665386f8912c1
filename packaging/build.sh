#!/bin/sh
# Builds the packages of this system into dist/ (or the folder that is named). The same commit gives
# the same bytes on the same system: one hash seed, one time for all files, one language.
set -eu
cd "$(dirname "$0")/.."
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
PYTHONHASHSEED=0
PYTHONDONTWRITEBYTECODE=1
PYTHONPATH=packaging
LC_ALL=C.UTF-8
TZ=UTC
export SOURCE_DATE_EPOCH PYTHONHASHSEED PYTHONDONTWRITEBYTECODE PYTHONPATH LC_ALL TZ
umask 022
exec "${PYTHON_OF_BUILD:-.venv/bin/python}" -m pack "$@"
