"""The bundle: one file with the evidence, for whoever helps. Needs no e-mail and no internet."""

from wizard.support.bundle.comparing import Difference, compare, compare_json
from wizard.support.bundle.layout import Part
from wizard.support.bundle.opening import Bundle, bundle_from_bytes, open_bundle, report_from_json
from wizard.support.bundle.preview import Options, Preview, PreviewPart, preview
from wizard.support.bundle.rejudging import rejudge
from wizard.support.bundle.saving import write, write_bytes
from wizard.support.bundle.showing import bundle_html, bundle_json, bundle_text
from wizard.support.masking_levels import Level

__all__ = [
    "Bundle",
    "Difference",
    "Level",
    "Options",
    "Part",
    "Preview",
    "PreviewPart",
    "bundle_from_bytes",
    "bundle_html",
    "bundle_json",
    "bundle_text",
    "compare",
    "compare_json",
    "open_bundle",
    "preview",
    "rejudge",
    "report_from_json",
    "write",
    "write_bytes",
]
