"""How far records are trusted when the evidence says something else, and how sure an answer is.

The shares below were measured with records left out and on texts that nobody had listed.
"""

from wizard.judge.reply.evidence import Opinion
from wizard.judge.reply.parts import Codes
from wizard.judge.reply.records import Rule
from wizard.vocabulary import Cause

_HINT_RANK = 2
# How sure the evidence must be to overrule a record of each rank, measured with records left out.
_OVERRULES = {1: 0.3, 2: 0.45, 3: 0.7, 4: 0.9}
_RIVAL_POINTS = 12
_NAMED_RANK = 4
_DOUBTED = 0.78
# From which share on the evidence for another cause makes an answer doubtful, by rank.
_DISPUTES = {1: 0.35, 2: 0.35, 3: 0.35, 4: 0.45, 5: 0.6}
# An answer is sure only if the evidence agrees this much, by the rank of the record.
_AGREES = {1: 0.7, 2: 0.7, 3: 0.7, 4: 0.5}
# From which share on the evidence for a cause that is only secondary makes even a code doubtful.
_RATHER_SECONDARY = 0.75


def trusted(fits: list[Rule], codes: Codes, opinion: Opinion) -> list[Rule]:
    """The records, unless the evidence clearly speaks for another cause than the best of them."""
    fits = _possible(fits, codes)
    if not fits:
        return fits
    cause, share = opinion.ranked[0]
    best = fits[0].record
    if cause is best.cause or share < _OVERRULES.get(best.rank, 2.0) or not opinion.places:
        return fits
    if cause is Cause.UNKNOWN_GENERIC and best.rank > _HINT_RANK:
        return fits
    return [rule for rule in fits if rule.record.cause is cause]


def confidence_in(fits: list[Rule], opinion: Opinion) -> float:
    """How sure the best of these records is, seen what other records and the evidence say."""
    best = fits[0]
    cause = best.record.cause
    confidence = best.record.certainty
    for rival in fits[1:]:
        if best.points - rival.points > _RIVAL_POINTS:
            break
        if rival.record.cause is not cause and rival.record.cause not in best.record.secondary:
            confidence = min(confidence, 0.7)
            break
    agreed = dict(opinion.ranked).get(cause, 0.0)
    if best.record.rank < _NAMED_RANK:
        if agreed < 0.05:
            confidence -= 0.12
        elif agreed > 0.6:
            confidence += 0.04
    if agreed < _AGREES.get(best.record.rank, 0.0) or _contested(fits, opinion):
        confidence = min(confidence, _DOUBTED)
    return round(min(max(confidence, 0.3), 0.97), 2)


def _contested(fits: list[Rule], opinion: Opinion) -> bool:
    """Whether other records or the evidence clearly name a cause that the best one does not."""
    best = fits[0].record
    named = (best.cause, *best.secondary)
    if any(fit.record.rank >= _NAMED_RANK and fit.record.cause not in named for fit in fits[1:4]):
        return True
    cause, share = opinion.ranked[0]
    if cause in named:
        return cause is not best.cause and share >= _RATHER_SECONDARY
    return share >= _DISPUTES[best.rank]


def _possible(fits: list[Rule], codes: Codes) -> list[Rule]:
    """Without the network where the server itself names its policy (RFC 3463, subject 7)."""
    if codes.enhanced is None or codes.enhanced[1:3] != ".7":
        return fits
    return [rule for rule in fits if rule.record.cause is not Cause.NETWORK]
