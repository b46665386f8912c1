"""Tries a wrong password, as a forgotten device does. usage: ADDRESS PORT COUNT"""

import smtplib
import ssl
import sys

address, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
for _ in range(count):
    with smtplib.SMTP(address, port, timeout=10) as smtp:
        smtp.starttls(context=context)
        try:
            smtp.login("joe@printer.example", "old password")
        except smtplib.SMTPException:
            continue
