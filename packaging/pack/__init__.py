"""Builds the packages: `python -m pack` with `packaging/` on the path, see `packaging/build.sh`."""
