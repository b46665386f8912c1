"""`python -m wizard.support.helpdesk FILE`: writes the page that reads codes without installing."""

import sys
from pathlib import Path

from wizard.messages.languages import language_for
from wizard.support.helpdesk.page import helpdesk_page


def main(arguments: list[str]) -> int:
    """Write the page to the file; a second argument chooses the language."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write("usage: python -m wizard.support.helpdesk FILE [LANGUAGE]\n")
        return 2
    language = language_for(arguments[1] if len(arguments) > 1 else "en")
    Path(arguments[0]).write_text(helpdesk_page(language), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
