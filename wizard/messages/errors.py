"""English texts for input that cannot be used and for work that could not be done."""

TEXTS: dict[str, str | tuple[str, str]] = {
    "error.address_missing": "Type your e-mail address, for example anna@example.com.",
    "error.address_without_at": "“{given}” is not an e-mail address: it needs an @, as in anna@example.com.",
    "error.address_too_long": "This e-mail address is too long. Check that only one address was typed.",
    "error.address_unusable": "“{given}” is not an e-mail address. Type it as in anna@example.com.",
    "error.server_unknown": "No mail server was found for {domain}. Type its name under “Mail server settings”: your provider calls it outgoing or SMTP server.",
    "error.server_missing": "Type the name of the mail server, for example smtp.example.com.",
    "error.server_too_long": (
        "The server name is {count} character long. A server name has at most 253.",
        "The server name is {count} characters long. A server name has at most 253.",
    ),
    "error.server_unusable": "“{given}” is not a server name. It looks like smtp.example.com.",
    "error.file_unreadable": "{file} cannot be read. Check the name, and whether you may open it.",
    "error.port_unusable": "“{given}” is not a port. A port is a whole number from 1 to 65535; most mail servers use 587 or 465.",
}
