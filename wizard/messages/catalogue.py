"""The English catalogue, put together from the modules beside it.

A text is a sentence with named placeholders, or a pair (singular, plural) chosen by `count`.
"""

from wizard.messages import (
    accounts,
    errors,
    findings,
    practice,
    replies,
    report,
    steps,
    terminal,
    window,
)

MODULES = (accounts, errors, findings, practice, replies, report, steps, terminal, window)

TEXTS: dict[str, str | tuple[str, str]] = {
    id_: text for module in MODULES for id_, text in module.TEXTS.items()
}
