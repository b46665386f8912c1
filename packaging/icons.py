"""Draws the icon in every size, and the .ico of Windows, from its SVG source.

`python packaging/icons.py` after a change of the SVG; the pictures are committed, so that neither
the program nor its package needs Qt's SVG module.
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)


def _drawn(source: Path, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(source)).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


def _ico(pictures: dict[int, bytes]) -> bytes:
    """An icon file whose entries are PNGs, as Windows reads them since Vista."""
    offset = 6 + 16 * len(pictures)
    entries, body = b"", b""
    for size, png in pictures.items():
        side = size % 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), offset + len(body))
        body += png
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + body


def main() -> None:
    """Write every size."""
    _application = QGuiApplication([sys.argv[0], "-platform", "offscreen"])
    source = ICONS / "sendagain.svg"
    pictures = {size: _drawn(source, size) for size in SIZES}
    for size, png in pictures.items():
        (ICONS / f"sendagain-{size}.png").write_bytes(png)
    (ICONS / "sendagain.ico").write_bytes(_ico({size: pictures[size] for size in ICO_SIZES}))


if __name__ == "__main__":
    main()
