"""The own server is fine; the pasted text comes from elsewhere (D52, D59) or names what a test
run cannot see."""

from tests.lab.mail import EximMail, PostfixMail
from tests.lab.world import Typed, World
from wizard.vocabulary import Cause

WORLDS = (
    World(
        name="unauthenticated-domain",
        wanted=Cause.SENDER_AUTH_DNS,
        story="The recipient's server wants SPF or DKIM.",
        typed=Typed(
            error="host mx.big.example[203.0.113.78] said: 550 5.7.26 This mail has been blocked "
            "because the sender is unauthenticated. The sender must authenticate with at least "
            "one of SPF or DKIM."
        ),
    ),
    World(
        name="sender-policy-at-own-server",
        wanted=Cause.SENDER_AUTH_DNS,
        story="The own server refuses the sender by SPF.",
        mail=EximMail(
            answers={
                "mail": "deny message = 550 5.7.23 The message was rejected because of Sender "
                "Policy Framework violation: SPF check failed for $sender_address_domain"
            }
        ),
    ),
    World(
        name="mailbox-full-in-bounce",
        wanted=Cause.MAILBOX_OR_CONTENT,
        story="The recipient's mailbox is full.",
        typed=Typed(
            error="<anna@elsewhere.example>: host mx.elsewhere.example[203.0.113.77] said: 552 "
            "5.2.2 Mailbox full (in reply to RCPT TO command)"
        ),
    ),
    World(
        name="own-mailbox-refused",
        wanted=Cause.MAILBOX_OR_CONTENT,
        story="550 No such user at RCPT, live.",
        mail=EximMail(answers={"rcpt": "deny message = 550 5.1.1 User unknown"}),
    ),
    World(
        name="message-too-large",
        wanted=Cause.MAILBOX_OR_CONTENT,
        story="552 Message size exceeds fixed limit, pasted; the server announces 1 MB.",
        mail=PostfixMail(everywhere={"message_size_limit": "1000000"}),
        mended_mail=PostfixMail(everywhere={"message_size_limit": "1000000"}),
        typed=Typed(error="552 5.3.4 Message size exceeds fixed limit"),
    ),
    World(
        name="content-refused",
        wanted=Cause.MAILBOX_OR_CONTENT,
        story="554 Message rejected as spam, pasted.",
        typed=Typed(error="554 5.7.1 Message rejected due to content restrictions: spam detected"),
    ),
    World(
        name="recipient-blocks-provider",
        wanted=Cause.IP_BLOCKED,
        story="The recipient's server refuses the provider's address, not the person's.",
        typed=Typed(
            error="<anna@elsewhere.example>: host mx.elsewhere.example[203.0.113.77] said: 554 "
            "5.7.1 Service unavailable; Client host [203.0.113.25] blocked using "
            "zen.spamhaus.org (in reply to RCPT TO command)"
        ),
    ),
)
