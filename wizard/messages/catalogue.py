"""The English catalogue, put together from the modules beside it.

A text is a sentence with named placeholders, or a pair (singular, plural) chosen by `count`.
"""

from wizard.messages import (
    accounts,
    domain,
    errors,
    findings,
    findings_connection,
    findings_headline,
    findings_server,
    findings_sign_in,
    findings_steps,
    helpdesk,
    measure,
    practice,
    profile,
    queue,
    replies,
    replies_cases,
    report,
    report_bundle,
    report_code,
    report_letter,
    report_words,
    settings,
    steps,
    terminal,
    watch,
    window,
    window_result,
    window_start,
    window_steps,
    window_support,
)

MODULES = (
    accounts,
    domain,
    errors,
    findings,
    findings_connection,
    findings_headline,
    findings_server,
    findings_sign_in,
    findings_steps,
    helpdesk,
    measure,
    practice,
    profile,
    queue,
    replies,
    replies_cases,
    report,
    report_bundle,
    report_code,
    report_letter,
    report_words,
    settings,
    steps,
    terminal,
    watch,
    window,
    window_result,
    window_start,
    window_support,
    window_steps,
)

TEXTS: dict[str, str | tuple[str, str]] = {
    id_: text for module in MODULES for id_, text in module.TEXTS.items()
}
