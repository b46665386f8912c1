"""The helpdesk's side: what a caller sees, what to say and ask, and many reports at once."""

from wizard.support.helpdesk.page import helpdesk_page
from wizard.support.helpdesk.queue import Row, counts, read_folder, row_of, to_csv, to_ndjson
from wizard.support.helpdesk.script import (
    ScreenScript,
    Script,
    screen_script,
    screen_scripts,
    script,
)
from wizard.support.helpdesk.view import View, view_of_bundle, view_of_code

__all__ = [
    "Row",
    "ScreenScript",
    "Script",
    "View",
    "counts",
    "helpdesk_page",
    "read_folder",
    "row_of",
    "screen_script",
    "screen_scripts",
    "script",
    "to_csv",
    "to_ndjson",
    "view_of_bundle",
    "view_of_code",
]
