"""An old bundle under today's rules."""

import msgspec

from wizard.diagnosis import Diagnosis
from wizard.judge.diagnose import diagnose
from wizard.support.bundle.opening import Bundle
from wizard.support.redaction import tokens_for_stand_ins
from wizard.support.report import builtins_of, case_from_report


def rejudge(bundle: Bundle) -> Diagnosis:
    """What this version of the program makes of the measurements in a bundle."""
    case = case_from_report(builtins_of(bundle.report))
    return _with_tokens(diagnose(case))


def _with_tokens(diagnosis: Diagnosis) -> Diagnosis:
    """Stand-in addresses look real: what people read shows the tokens again."""
    built = msgspec.to_builtins(diagnosis)
    return msgspec.convert(_replaced(built), Diagnosis)


def _replaced(value: object) -> object:
    if isinstance(value, str):
        return tokens_for_stand_ins(value)
    if isinstance(value, list | tuple):
        return [_replaced(item) for item in value]
    if isinstance(value, dict):
        return {_replaced(key): _replaced(item) for key, item in value.items()}
    return value
