"""Every module imports on every system: those that choose by `sys.platform` find their parts."""

import subprocess
import sys

import pytest

# The standard library and other people's packages were made for this system: they load first.
_CODE = """
import asyncio, concurrent.futures, ctypes, http.client, logging.handlers, multiprocessing
import pkgutil, platform, smtplib, socket, ssl, subprocess, sys, urllib.request, zipfile
import cryptography.x509, defusedxml.ElementTree, dns.asyncresolver, keyring, msgspec
import platformdirs, psutil, pyrage, truststore
from importlib import import_module
system, packages = sys.argv[1], sys.argv[2:]
if "ui" in packages:
    import PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets, PySide6.QtPrintSupport
sys.platform = system
count = 0
for package in packages:
    found = import_module(package)
    for part in pkgutil.walk_packages(found.__path__, package + "."):
        if not part.name.endswith("__main__"):
            import_module(part.name)
            count += 1
print(count)
"""


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
@pytest.mark.parametrize("package", ["wizard", "ui"])
def test_every_module_imports(system: str, package: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CODE, system, package],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 50


@pytest.mark.parametrize("system", ["windows", "macos", "linux"])
def test_what_packs_imports_everywhere(system: str) -> None:
    from importlib import import_module

    module = import_module(f"pack.{system}")
    for name in ("prepare", "program_folder", "papers", "packages"):
        assert callable(getattr(module, name))
