"""An opened bundle as text, page and JSON.

The page is always made anew from the JSON; the page inside a file may be anything.
"""

from wizard.messages import Language
from wizard.support.bundle.opening import Bundle
from wizard.support.plain import WIDTH
from wizard.support.report import Json, builtins_of, html_of, text_of


def bundle_text(bundle: Bundle, language: Language, width: int = WIDTH) -> str:
    """The report in a bundle as plain text, with its file tag."""
    head = language("bundle.shown", tag=bundle.tag, code=bundle.report.code)
    return f"{head}\n\n{text_of(bundle.report, language, width)}"


def bundle_html(bundle: Bundle, language: Language) -> str:
    """The report in a bundle as a page that runs and loads nothing."""
    return html_of(bundle.report, language)


def bundle_json(bundle: Bundle) -> Json:
    """The report in a bundle, with its file tag and what was left out."""
    return {
        **builtins_of(bundle.report),
        "file_tag": bundle.tag,
        "encrypted": bundle.was_encrypted,
        "left_out": list(bundle.manifest.left_out),
    }
