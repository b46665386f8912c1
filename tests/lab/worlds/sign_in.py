"""Signing in: wrong, special and modern passwords, locked accounts (D44-D46, D60)."""

from tests.lab.mail import DovecotMail, EximMail
from tests.lab.world import Typed, World
from wizard.vocabulary import Cause

_AUTH = Cause.AUTH_FAILED
_OUTDATED = Cause.OUTDATED_CLIENT


def _refused(text: str) -> EximMail:
    return EximMail(answers={"auth": f"deny message = {text}"})


WORLDS = (
    World(
        name="wrong-password",
        wanted=_AUTH,
        story="535 from Postfix with Dovecot's passwords.",
        typed=Typed(password="wrong"),
        mended_typed=Typed(),
    ),
    World(
        name="wrong-password-exim",
        wanted=_AUTH,
        story="535 Incorrect authentication data (Exim).",
        mail=EximMail(),
        mended_mail=EximMail(),
        typed=Typed(password="wrong"),
        mended_typed=Typed(),
    ),
    World(
        name="wrong-password-dovecot",
        wanted=_AUTH,
        story="535 two seconds late (Dovecot).",
        mail=DovecotMail(settings={"auth_failure_delay": "2 secs"}),
        typed=Typed(password="wrong"),
        mended_typed=Typed(),
    ),
    World(
        name="wrong-user-name",
        wanted=_AUTH,
        story="The name before the @ alone, where the server wants the whole address.",
        typed=Typed(user="joe"),
        mended_typed=Typed(),
    ),
    World(
        name="app-password-wanted",
        wanted=_AUTH,
        story="534 5.7.9 Application-specific password required.",
        mail=_refused(
            "534 5.7.9 Application-specific password required. Learn more at "
            "https://support.provider.example/?p=InvalidSecondFactor"
        ),
    ),
    World(
        name="account-locked",
        wanted=_AUTH,
        story="535 because the provider has locked the account.",
        mail=_refused("535 5.7.8 Your account has been locked because of suspicious activity"),
    ),
    World(
        name="smtp-off-for-mailbox",
        wanted=_AUTH,
        story="535 5.7.139 SmtpClientAuthentication is disabled for the Tenant.",
        mail=_refused(
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for "
            "the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information."
        ),
    ),
    World(
        name="too-many-logins-454",
        wanted=_AUTH,
        story="454 Too many login attempts after wrong passwords (D25).",
        mail=EximMail(
            answers={
                "auth": "defer message = 454 4.7.0 Too many login attempts, please try again later."
            }
        ),
        typed=Typed(error="535 5.7.8 Username and Password not accepted"),
    ),
    World(
        name="basic-sign-in-off",
        wanted=_OUTDATED,
        story="535 5.7.139 basic authentication is disabled.",
        mail=_refused("535 5.7.139 Authentication unsuccessful, basic authentication is disabled."),
    ),
    World(
        name="modern-sign-in-only",
        wanted=_OUTDATED,
        story="Only XOAUTH2 is offered.",
        mail=EximMail(token_only=True),
    ),
)
