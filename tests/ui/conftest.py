"""The window without a screen; nothing of the person who runs the tests is read or written."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
