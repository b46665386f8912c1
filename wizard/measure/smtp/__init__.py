"""One SMTP conversation: bytes to replies, TLS, sign-in, and the order of the commands."""
