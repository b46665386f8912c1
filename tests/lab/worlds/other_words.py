"""The same causes in words, languages and at stages that the other worlds do not have."""

from tests.lab.mail import EximMail, PostfixMail
from tests.lab.world import Typed, World
from wizard.vocabulary import Cause


def _says(name: str, wanted: Cause, stage: str, verb: str, words: str) -> World:
    return World(
        name=name,
        wanted=wanted,
        story=f"At {stage}: {words}",
        mail=EximMail(answers={stage: f"{verb} message = {words}"}),
    )


WORLDS = (
    _says(
        "first-time-sender", Cause.GREYLISTING, "rcpt", "defer",
        "450 4.7.1 Please try again in 5 minutes, first time sender",
    ),
    _says(
        "limit-this-hour", Cause.RATE_LIMIT, "mail", "defer",
        "452 4.3.2 Sending limit for this hour reached",
    ),
    _says(
        "recipients-a-day-421", Cause.RATE_LIMIT, "rcpt", "defer",
        "421 4.7.0 You have exceeded the number of recipients allowed per day",
    ),
    _says(
        "abuse-at-ehlo", Cause.IP_BLOCKED, "helo", "deny",
        "550 Your IP address is blocked due to abuse",
    ),
    _says(
        "blocked-in-german", Cause.IP_BLOCKED, "connect", "deny",
        "554 Ihre IP-Adresse wurde wegen Spamversands gesperrt",
    ),
    _says(
        "overloaded-in-french", Cause.SERVER_OVERLOAD, "connect", "defer",
        "421 Serveur surchargé, réessayez plus tard",
    ),
    _says(
        "maintenance-in-spanish", Cause.MAINTENANCE_SHUTDOWN, "connect", "defer",
        "421 Servidor en mantenimiento, vuelva en una hora",
    ),
    _says(
        "limit-in-italian", Cause.RATE_LIMIT, "mail", "defer",
        "450 Raggiunto il limite di invio giornaliero",
    ),
    _says(
        "connections-in-portuguese", Cause.TOO_MANY_CONNECTIONS, "connect", "defer",
        "421 Muitas conexões simultâneas do seu endereço",
    ),
    _says(
        "no-reverse-name", Cause.SENDER_AUTH_DNS, "connect", "defer",
        "450 4.7.25 Client host rejected: cannot find your hostname",
    ),
    _says(
        "policy-of-domain", Cause.SENDER_AUTH_DNS, "rcpt", "deny",
        "550 5.7.26 Rejected by the DMARC policy of your domain",
    ),
    _says(
        "relay-not-permitted", Cause.CLIENT_SETTINGS, "rcpt", "deny",
        "550 relay not permitted",
    ),
    _says(
        "own-mailbox-full", Cause.MAILBOX_OR_CONTENT, "rcpt", "defer",
        "452 4.2.2 Mailbox full",
    ),
    _says(
        "name-of-computer-refused", Cause.CLIENT_SETTINGS, "helo", "deny",
        "550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)",
    ),
    _says(
        "smtp-not-in-plan", Cause.AUTH_FAILED, "auth", "deny",
        "535 5.7.1 SMTP access is not enabled for your account",
    ),
    _says(
        "internal-error-421", Cause.SERVER_OVERLOAD, "connect", "defer",
        "421 4.3.2 Internal error occurred. Refer to server log for more information.",
    ),
    _says(
        "throttled-at-sign-in", Cause.AUTH_FAILED, "auth", "defer",
        "421 4.7.0 Too many authentication attempts, slow down",
    ),
    _says(
        "password-wrong-in-german", Cause.AUTH_FAILED, "auth", "deny",
        "535 Benutzername oder Passwort falsch",
    ),
    _says("sign-in-refused-without-words", Cause.AUTH_FAILED, "auth", "deny", "535 5.7.8"),
    _says(
        "sign-in-broken-in-german", Cause.SERVER_OVERLOAD, "auth", "defer",
        "454 Anmeldung zurzeit nicht möglich, interner Fehler",
    ),
    _says(
        "browser-first", Cause.AUTH_FAILED, "auth", "deny",
        "534 5.7.14 Please log in via your web browser and then try again",
    ),
    _says(
        "too-many-errors", Cause.CLIENT_SETTINGS, "mail", "defer",
        "421 4.7.0 Too many errors on this connection, closing",
    ),
    _says(
        "maintenance-until-six", Cause.MAINTENANCE_SHUTDOWN, "connect", "deny",
        "554 Server is undergoing maintenance until 06:00",
    ),
    _says(
        "filter-without-licence", Cause.SERVER_OVERLOAD, "connect", "defer",
        "421 License expired, mail cannot be processed",
    ),
    _says(
        "server-has-dns-trouble", Cause.SERVER_OVERLOAD, "rcpt", "defer",
        "451 4.4.3 Temporary DNS failure, try again later",
    ),
    _says(
        "own-mailbox-over-quota", Cause.MAILBOX_OR_CONTENT, "mail", "deny",
        "552 5.2.2 Your mailbox is over quota, you cannot send until you delete messages",
    ),
    _says(
        "computer-called-infected", Cause.IP_BLOCKED, "connect", "deny",
        "550 A computer at your address appears to be infected, access is blocked",
    ),
    _says(
        "new-address-throttled", Cause.RATE_LIMIT, "connect", "defer",
        "421 4.7.1 Connection rate throttled for new addresses, try later",
    ),
    _says(
        "country-not-allowed", Cause.IP_BLOCKED, "connect", "deny",
        "554 5.7.1 Access from your country is not allowed",
    ),
    _says(
        "dynamic-address-refused", Cause.IP_BLOCKED, "connect", "deny",
        "554 5.7.1 Dynamic addresses may not connect, use the server of your provider",
    ),
    _says(
        "spf-missing", Cause.SENDER_AUTH_DNS, "mail", "defer",
        "421 4.7.24 The SPF record of the sending domain is missing",
    ),
    _says(
        "starttls-454", Cause.TLS_PROBLEM, "starttls", "defer",
        "454 4.7.0 TLS not available due to local problem",
    ),
    World(
        name="policy-service-dead",
        wanted=Cause.SERVER_OVERLOAD,
        story="The policy service behind Postfix is dead: 451 4.3.5 Server configuration problem.",
        mail=PostfixMail(
            everywhere={"smtpd_recipient_restrictions": "check_policy_service inet:127.0.0.77:9"}
        ),
    ),
    World(
        name="open-line-chosen",
        wanted=Cause.CLIENT_SETTINGS,
        story="No protection is chosen for 587, which demands it (530 Must issue STARTTLS).",
        typed=Typed(security="none"),
        mended_typed=Typed(),
    ),
)  # fmt: skip
