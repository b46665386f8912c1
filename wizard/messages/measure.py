"""English texts of what a run contacts and of the test message."""

TEXTS: dict[str, str | tuple[str, str]] = {
    "test_message.subject": "Test message from Send Again",
    "test_message.text": "You sent this message to yourself with Send Again, to see whether your mail can go out.\n\nIf you can read this, sending works. You can delete this message.\n",
}
