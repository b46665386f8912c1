"""Protection: certificates in every kind of trouble, old versions, stripping, clocks (D33, D34,
D47-D51)."""

from tests.lab.faults import clock, through_mail_shield, through_masking_firewall
from tests.lab.mail import EximMail, OpenMail, Paper, PostfixMail
from tests.lab.world import Typed, World
from wizard.vocabulary import Cause

_TLS = Cause.TLS_PROBLEM
_ON_465 = Typed(port=465, security="tls")


def _paper(paper: Paper) -> PostfixMail:
    return PostfixMail(paper=paper)


WORLDS = (
    World(
        name="certificate-expired",
        wanted=_TLS,
        story="The certificate ran out three days ago.",
        mail=_paper(Paper.EXPIRED),
    ),
    World(
        name="certificate-expired-exim-465",
        wanted=_TLS,
        story="The same, Exim, TLS from the first byte.",
        mail=EximMail(paper=Paper.EXPIRED),
        typed=_ON_465,
    ),
    World(
        name="certificate-not-yet-valid",
        wanted=_TLS,
        story="The certificate begins in five days.",
        mail=_paper(Paper.NOT_YET_VALID),
    ),
    World(
        name="certificate-other-name",
        wanted=_TLS,
        story="The certificate is that of the hosting company.",
        mail=_paper(Paper.OTHER_NAME),
        typed=_ON_465,
    ),
    World(
        name="certificate-self-signed",
        wanted=_TLS,
        story="The server vouches for itself.",
        mail=_paper(Paper.SELF_SIGNED),
    ),
    World(
        name="certificate-unknown-issuer",
        wanted=_TLS,
        story="Signed by an authority that the system does not know.",
        mail=_paper(Paper.UNKNOWN_ISSUER),
    ),
    World(
        name="certificate-chain-incomplete",
        wanted=_TLS,
        story="The server forgets to send the certificate in between.",
        mail=_paper(Paper.INCOMPLETE),
        mended_mail=_paper(Paper.THROUGH_INTERMEDIATE),
    ),
    World(
        name="old-tls-only",
        wanted=_TLS,
        story="The server knows TLS 1.0 only.",
        mail=PostfixMail(
            everywhere={
                "smtpd_tls_protocols": "TLSv1",
                "smtpd_tls_mandatory_protocols": "TLSv1",
            },
            settings={
                "tls_high_cipherlist": "ALL:@SECLEVEL=0",
                "tls_medium_cipherlist": "ALL:@SECLEVEL=0",
            },
        ),
    ),
    World(
        name="handshake-broken",
        wanted=_TLS,
        story="The server's own TLS fails with an internal error (OpenSMTPD 6.8 with OpenSSL 3).",
        mail=OpenMail(),
    ),
    World(
        name="starttls-gone",
        wanted=_TLS,
        story="587 offers no STARTTLS (Postfix smtpd_discard_ehlo_keywords); 465 works.",
        mail=PostfixMail(on={587: {"smtpd_discard_ehlo_keywords": "starttls, auth"}}),
    ),
    World(
        name="masking-firewall",
        wanted=Cause.NETWORK,
        story="A firewall on the way masks the greeting and takes STARTTLS away (D34: the way).",
        faults=(through_masking_firewall(),),
    ),
    World(
        name="mail-shield",
        wanted=_TLS,
        story="Security software on this computer presents its own certificate (D33).",
        faults=(through_mail_shield("Avast Web/Mail Shield Root", "Avast Software"),),
        typed=_ON_465,
    ),
    World(
        name="clock-three-years-ahead",
        wanted=_TLS,
        story="The computer's clock is three years ahead: every certificate looks expired (D49).",
        faults=(clock("+3y"),),
    ),
    World(
        name="clock-four-years-behind",
        wanted=_TLS,
        story="The computer's clock is four years behind.",
        faults=(clock("-4y"),),
    ),
)
