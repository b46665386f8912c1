"""English texts of the watch."""

TEXTS: dict[str, str | tuple[str, str]] = {
    "watch.next": "The next test is about {time}. You can go on with other things.",
    "watch.can_send.title": "Your mail can be sent",
    "watch.can_send.text": "Your mail can be sent again. Open your mail program and send the message.",
    "watch.no_use": "Waiting does not help here, so the watch ends.",
    "watch.gave_up": "Two days have passed, and mail still cannot be sent. Contact your provider: the letter of step 7 has the facts.",
    "watch.unit": "The service is written as {file}. Start it with: systemctl --user enable --now sendagain-watch",
    "terminal.help.watch": "test now and then until mail can be sent, then say so",
    "terminal.help.unit": "write a systemd user service that watches, and do nothing else",
}
