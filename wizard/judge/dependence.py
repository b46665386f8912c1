"""One root, not six findings: what stands in the shadow of an earlier fault was not checked.

The layers are the order in which a message leaves: link, way out, the network's own sign-in
page, names, the server's name, the server's port. A fault in one hides the faults after it, with
their evidence: they say the same once more, or nothing.
"""

from collections.abc import Sequence

import msgspec

from wizard.diagnosis import Finding
from wizard.judge.evidence import Found
from wizard.messages import message
from wizard.vocabulary import Verdict

_LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"connection.no_link"}),
    frozenset({"connection.no_route"}),
    frozenset({"connection.portal"}),
    frozenset({"connection.no_internet"}),
    frozenset({"connection.resolver_silent", "connection.resolver_only_tcp"}),
    frozenset({
        "server.name_unknown", "server.name_misspelt", "server.name_denied", "server.not_known",
        "server.address_misspelt", "server.name_unanswered", "server.name_invented",
        "server.parked",
    }),
    frozenset({
        "server.unreachable", "server.does_not_answer", "server.refuses_connections",
        "server.down", "server.port_dropped", "server.port_closed", "server.port_25_blocked",
        "server.network_blocks_mail", "server.blocked_here", "server.blocked_on_the_way",
        "server.locked_out", "server.locked_out_vpn", "server.only_this_one_silent",
        "server.only_mail_silent", "server.computer_silent",
        "server.seems_down", "server.port_blocked_here", "server.not_the_providers",
        "protection.other_name", "protection.self_signed", "protection.unknown_issuer",
        "protection.diverted", "server.web_server", "server.not_understood", "server.silent",
        "server.hangs_up", "connection.line_bad",
    }),
)  # fmt: skip
"""The first fault is the root. Whatever stands in a later layer depends on it."""

# A wrong clock makes the certificate look wrong, and nothing else.
_ALSO_HIDES = {
    "protection.clock_spoils": frozenset({"protection.expired", "protection.not_yet_valid"})
}
_TROUBLE = (Verdict.PROBLEM, Verdict.ATTENTION, Verdict.COULD_NOT_CHECK)
_ABOUT_THE_NAME = _LAYERS[5]


def rooted(found: Sequence[Found]) -> tuple[Found, ...]:
    """The same findings, those in the shadow of an earlier fault turned into 'not checked'."""
    problems = {f.finding.id for f in found if f.finding.verdict is Verdict.PROBLEM}
    hidden = dict(_hidden_by(problems))
    shaded = [
        _not_checked(one, hidden[one.finding.id])
        if one.finding.id in hidden and one.finding.verdict in _TROUBLE
        else one
        for one in found
    ]
    return tuple(_with_root(one, shaded) for one in shaded)


def _hidden_by(problems: set[str]) -> list[tuple[str, str]]:
    """(hidden finding, its root) for every finding in the shadow of another."""
    pairs: list[tuple[str, str]] = []
    for number, layer in enumerate(_LAYERS):
        root = next((id_ for id_ in sorted(layer) if id_ in problems), None)
        if root is not None:
            pairs += [(id_, root) for later in _LAYERS[number + 1 :] for id_ in later]
            break
    for root, ids in _ALSO_HIDES.items():
        if root in problems:
            pairs += [(id_, root) for id_ in ids]
    return pairs


def _not_checked(one: Found, root: str) -> Found:
    reason = message(f"reason.because.{root}")
    finding: Finding = msgspec.structs.replace(
        one.finding,
        verdict=Verdict.COULD_NOT_CHECK,
        who=None,
        next=None,
        depends_on=root,
        could_not_check_reason=reason,
        meaning=reason,
    )
    return Found(finding)


def _with_root(one: Found, found: Sequence[Found]) -> Found:
    """'Not checked' names the finding to cure first, not the probe that stopped."""
    if not one.finding.depends_on.startswith("unchecked."):
        return one
    by_id = {f.finding.id: f.finding for f in found}
    named = one.finding.depends_on
    if named == "unchecked.server_name":
        named = next((id_ for id_ in by_id if id_ in _ABOUT_THE_NAME), named)
    cure = by_id.get(named)
    while cure is not None and cure.depends_on in by_id and cure.depends_on != cure.id:
        cure = by_id[cure.depends_on]
        if cure.id == named:
            break
    root = cure.id if cure is not None and cure.id != one.finding.id else ""
    return one._replace(finding=msgspec.structs.replace(one.finding, depends_on=root))
