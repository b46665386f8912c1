"""English texts about accounts: what has to be prepared, what differs, where to click."""

TEXTS: dict[str, str | tuple[str, str]] = {
    "error.username_unusable": "“{given}” cannot be a user name. Type it on one line, with at most 320 characters.",
    "prepare.main_address": "{provider} lets you sign in with your main address only, not with an alias.",
    "prepare.modern_program": "{provider} takes no password from mail programs. Use a program that opens the provider’s own sign-in page, such as a current Thunderbird or Outlook.",
    "prepare.no_mail_programs": "{provider} does not let mail programs send. Write and send in its own app or on its website.",
    "difference.port_unprotected": "{program} uses port {port} without protection. {provider} wants port {right_port} with {right_security}.",
    "difference.unprotected": "{program} uses port {port} without protection. {provider} wants {right_security} there.",
    "difference.password_not_taken": "{program} signs in with a password. {provider} lets programs in only through its own sign-in page.",
    "doubt.plain_http": "This came over an unprotected connection, so anybody on the way could have changed it.",
    "doubt.unsigned_dns": "The server belongs to somebody else than your mail address, and its name came unproven. Ask your provider before you type your password.",
    "doubt.redirected": "Your provider’s page led to another company for these settings. Ask your provider before you type your password.",
    "doubt.unsure_table": "Our table has these settings from a source that we could not confirm.",
    "programs.look": "In {program} you find the values here: {path}.",
    "programs.outbox": "In {program}, messages that wait are here: {path}.",
    "limits.free": "These limits are those of the free account. Paid accounts may send more.",
    "limits.paid": "These limits are those of paying customers. Free and new accounts may send less.",
    "spell.plus": "plus",
    "spell.colon": "colon",
    "spell.slash": "slash",
}
