#!/bin/sh
# Freezes the program into one folder and packs it: dist/SendAgain-<version>-linux-<machine>.tar.xz
# with its SHA-256. The same commit gives the same files on the same system.
set -eu
cd "$(dirname "$0")/.."
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml | head -1)
PYTHONHASHSEED=0
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 0)
export PYTHONHASHSEED SOURCE_DATE_EPOCH
rm -rf dist build/pyinstaller
.venv/bin/pyinstaller --noconfirm --log-level WARN \
    --distpath dist --workpath build/pyinstaller packaging/sendagain.spec
name=SendAgain-$version-linux-$(uname -m)
mkdir -p dist/sendagain/licences
cp LICENSE /usr/share/common-licenses/LGPL-3 /usr/share/common-licenses/GPL-3 dist/sendagain/licences/
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
    --transform "s,^sendagain,$name," -C dist -cJf "dist/$name.tar.xz" sendagain
(cd dist && sha256sum "$name.tar.xz" >SHA256SUMS)
echo "dist/$name.tar.xz"
