#!/bin/sh
# Prepares this checkout: system packages (Debian, Ubuntu), the virtual environment, the program.
# Usage: packaging/setup.sh run|test|package. Everything it says goes to standard error.
set -eu
exec >&2
purpose=${1:-run}
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here"

wanted_packages() {
    awk -v purpose="$purpose" \
        '!/^#/ && NF == 2 && ($2 == "run" || $2 == purpose) { print $1 }' \
        packaging/debian-packages.txt
}

missing_packages() {
    for package in $(wanted_packages); do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            printf '%s ' "$package"
    done
}

if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    missing=$(missing_packages)
    if [ -n "$missing" ]; then
        if [ "$(id -u)" = 0 ]; then
            echo "Installing system packages: $missing"
            apt-get update -qq
            # shellcheck disable=SC2086
            DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -qq --no-install-recommends $missing >/dev/null
        else
            echo "Some system packages are missing. Run this once, then try again:"
            echo "    sudo apt-get install --no-install-recommends $missing"
        fi
    fi
fi

lock=requirements-dev.lock
stamp=.venv/.ready-$(cat "$lock" pyproject.toml | cksum | cut -d' ' -f1)
if [ ! -e "$stamp" ]; then
    echo "Preparing the Python environment. This takes a minute the first time."
    [ -x .venv/bin/python ] || "${PYTHON:-python3}" -m venv .venv
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps \
        --no-build-isolation -e .
    rm -f .venv/.ready-*
    : >"$stamp"
fi
