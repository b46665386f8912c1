"""English texts about the queue of a mail server, for administrators."""

TEXTS: dict[str, str | tuple[str, str]] = {
    "queue.none": "There is no mail server with a queue on this computer. Messages that wait are in the outbox of your mail program.",
    "queue.no_answer": "“{command}” did not answer in time. The mail server may be very busy: try again in a minute.",
    "queue.no_program": "“{program}” is not on this computer.",
    "queue.refused": "“{command}” was refused: {why}. Run it as an administrator, with sudo in front.",
    "queue.no_copy": "{folder} is not a folder with saved messages.",
    "queue.not_saved": "The messages could not be saved in {folder} ({why}). Nothing was deleted.",
    "queue.empty": "The queue of {server} is empty.",
    "queue.listed": (
        "{count} message waits in the queue of {server}.",
        "{count} messages wait in the queue of {server}.",
    ),
    "queue.group": (
        "{count} message to {domain}: {cause}",
        "{count} messages to {domain}: {cause}",
    ),
    "queue.group.oldest": "oldest from {time}; for example: {reason}",
    "queue.nothing_chosen": "Say which messages are meant, for example --sender, --recipient-domain, --reason, --cause, --older-than, or --all.",
    "queue.no_match": "No message in the queue matches.",
    "queue.preview.hold": (
        "{count} message will be held: it stays in the queue and is not tried until it is released.",
        "{count} messages will be held: they stay in the queue and are not tried until they are released.",
    ),
    "queue.preview.release": (
        "{count} message will be released: the mail server tries it again at its next turn.",
        "{count} messages will be released: the mail server tries them again at its next turn.",
    ),
    "queue.preview.requeue": (
        "{count} message will be put back as if it were new, so that changed settings apply, and tried at once.",
        "{count} messages will be put back as if they were new, so that changed settings apply, and tried at once.",
    ),
    "queue.preview.delete": (
        "{count} message will be deleted and never sent; its sender is not told. A copy is saved first.",
        "{count} messages will be deleted and never sent; their senders are not told. A copy is saved first.",
    ),
    "queue.preview.only": "This was a preview: nothing was changed. Add --yes to do exactly this, or run: {command}",
    "queue.done": (
        "Done: {count} message.",
        "Done: {count} messages.",
    ),
    "queue.gone": (
        "{count} message had left the queue already.",
        "{count} messages had left the queue already.",
    ),
    "queue.saved": "The deleted messages are saved in {folder}. To put them back: sendagain queue restore {folder}",
    "queue.restored": (
        "{count} message is back in the queue, on hold. Release it when it may go.",
        "{count} messages are back in the queue, on hold. Release them when they may go.",
    ),
    "queue.bad_age": "“{given}” is not an age. Write it as in 90m, 12h or 3d.",
    "terminal.help.queue": "look at the mail queue of a mail server on this computer, and act on it",
    "terminal.help.queue.list": "list what waits, grouped by cause",
    "terminal.help.queue.hold": "keep messages in the queue without trying them",
    "terminal.help.queue.release": "let held messages go again",
    "terminal.help.queue.requeue": "put messages back as if they were new",
    "terminal.help.queue.delete": "delete messages, after saving a copy",
    "terminal.help.queue.restore": "put deleted messages back",
    "terminal.help.queue.sender": "messages from this address, or from all of a domain when it begins with @",
    "terminal.help.queue.recipient_domain": "messages to this domain",
    "terminal.help.queue.reason": "messages whose reason contains this text",
    "terminal.help.queue.cause": "messages that wait for this cause",
    "terminal.help.queue.older_than": "messages that have waited at least this long, for example 90m, 12h or 3d",
    "terminal.help.queue.all": "every message",
    "terminal.help.queue.yes": "do it; without this, only a preview is shown",
    "terminal.help.queue.config": "folder (Postfix) or file (Exim) with the settings of another instance",
    "terminal.help.queue.input": "read a listing made elsewhere (mailq, postqueue -j, exim -bp, Exchange) from this file, - for standard input",
}
