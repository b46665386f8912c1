"""English texts about accounts: user names, and what has to be prepared at a provider."""

TEXTS: dict[str, str | tuple[str, str]] = {
    "error.username_unusable": "“{given}” cannot be a user name. Type it on one line, with at most 320 characters.",
    "prepare.main_address": "{provider} lets you sign in with your main address only, not with an alias.",
    "prepare.modern_program": "{provider} takes no password from mail programs. Use a program that opens the provider’s own sign-in page, such as a current Thunderbird or Outlook.",
    "prepare.no_mail_programs": "{provider} does not let mail programs send. Write and send in its own app or on its website.",
}
