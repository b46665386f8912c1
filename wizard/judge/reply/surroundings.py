"""Takes an error text out of what it was pasted with: HTML, saved e-mails, escapes, wrong charset.

Nothing here judges. Whatever cannot be decoded is left as it was given.
"""

import base64
import binascii
import email
import email.header
import html
import quopri
import re
from collections.abc import Iterator
from email.message import Message

LONGEST = 2_000_000
# The report of a bounce comes before the returned message and its attachments.
_MOST_OF_A_MAIL = 250_000
_MOST_ENCODED_WORDS = 100
_MOST_ENTITIES = 30_000
_TAG = re.compile(
    r"<(?:/?(?:html|body|p|div|br|span|td|tr|table|b|strong|i|em|font|pre|code|ul|li|a|h[1-6]"
    r"|blockquote|head|title|meta|img|hr|style|script)\b[^<>]{0,600}"
    r"|!--[^<>]{0,600}|!doctype[^<>]{0,200})>",
    re.I,
)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|hr)\b[^<>]{0,200}>", re.I)
_HIDDEN = re.compile(r"<(style|script|head)\b[^<>]{0,600}>[^<]{0,100000}</\1>", re.I)
_HEADER = re.compile(
    r"\A\s*(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]{1,60}:[ \t][^\n]*\n(?:[ \t][^\n]*\n)*){3}"
)
_MIME = re.compile(r"^(?:content-type|mime-version|content-transfer-encoding):", re.I | re.M)
_ENCODED_WORD = re.compile(r"=\?[\w-]{1,30}\?[bq]\?[^?\s]{1,400}\?=", re.I)
_QUOTED_PRINTABLE = re.compile(r"=(?:[0-9A-F]{2}=[0-9A-F]{2}|3D|20(?:\r?\n)|\r?\n)")
_BASE64 = re.compile(r"\A\s*(?:[A-Za-z0-9+/]{40,}[\r\n\s]*){1,40000}[A-Za-z0-9+/]{0,80}={0,2}\s*\Z")
_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\x00]")
_MOJIBAKE = re.compile("[ÃÂâãåäæçè][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_ORIGINAL = re.compile(
    r"^(?:-{2,} ?(?:this is a copy of|below this line is a copy|original message follows"
    r"|original message headers|the header of the original|returned message"
    r"|message header follows|forwarded message)"
    r"|content-type: ?(?:message/rfc822|text/rfc822-headers)"
    r"|original message headers:|the original message headers)",
    re.I | re.M,
)


def unpacked(text: str) -> str:
    """The readable text inside `text`; the same object when there is nothing to unpack."""
    text = text[:LONGEST]
    if "\\" in text:
        for escape in ("\\r\\n", "\\n", "\\r", "\\t"):
            text = text.replace(escape, "\n".rjust(len(escape)))
        if "\\u" in text:
            text = _UNICODE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if "\n" in text:
        text = _from_mail(text)
    if "=" in text:
        text = _from_quoted_printable(_from_encoded_words(text))
    if len(text) >= 60 and _BASE64.match(text.lstrip()):
        text = _from_base64(text)
    if "<" in text and ">" in text:
        text = _from_html(text)
    if "&" in text and ";" in text:
        text = _without_entities(text)
    if not text.isascii():
        text = _INVISIBLE.sub("", _from_wrong_charset(text))
    return text


def _from_mail(text: str) -> str:
    if _HEADER.match(text.lstrip()) and _MIME.search(text, 0, 20_000):
        try:
            parsed = email.message_from_string(text.lstrip()[:_MOST_OF_A_MAIL])
            parts = "\n".join(_readable(parsed))
            subject = str(parsed.get("Subject", ""))
        except (LookupError, ValueError, TypeError, AttributeError, RecursionError):
            parts = subject = ""
        if parts.strip():
            return f"{subject}\n{parts}"
    cut = _ORIGINAL.search(text, 200)
    return text[: cut.start()] if cut else text


def _readable(message: Message, depth: int = 0) -> Iterator[str]:
    kind = message.get_content_type()
    if kind == "message/delivery-status":
        payload = message.get_payload()
        yield (
            "\n".join(str(part) for part in payload) if isinstance(payload, list) else str(payload)
        )
    elif depth and kind in ("message/rfc822", "text/rfc822-headers"):
        return
    elif message.is_multipart() and depth < 6:
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _readable(part, depth + 1)
    elif message.get_content_maintype() == "text":
        yield _decoded(message)


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return str(payload or "")
    charset = part.get_content_charset() or "utf-8"
    try:
        text = payload.decode(charset, errors="replace")
    except LookupError:
        text = payload.decode("utf-8", errors="replace")
    cut = _ORIGINAL.search(text, min(200, len(text)))
    text = text[: cut.start()] if cut else text
    return _from_html(text) if part.get_content_subtype() == "html" else text


def _from_encoded_words(text: str) -> str:
    def decoded(match: re.Match[str]) -> str:
        try:
            return str(email.header.make_header(email.header.decode_header(match[0])))
        except (LookupError, ValueError, TypeError):
            return match[0]

    return _ENCODED_WORD.sub(decoded, text, _MOST_ENCODED_WORDS) if "=?" in text else text


def _from_quoted_printable(text: str) -> str:
    if not _QUOTED_PRINTABLE.search(text):
        return text
    try:
        raw = quopri.decodestring(text.encode())
        return raw.decode("utf-8", errors="strict")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
    except ValueError:
        return text


def _from_base64(text: str) -> str:
    try:
        decoded = base64.b64decode("".join(text.split()) + "==").decode("utf-8")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return text
    printable = sum(c.isprintable() or c.isspace() for c in decoded[:500])
    return decoded if printable > 0.9 * len(decoded[:500]) else text


def _from_html(text: str) -> str:
    if not _TAG.search(text):
        return text
    text = _BREAK.sub("\n", _HIDDEN.sub(" ", text))
    return _without_entities(_TAG.sub(" ", text))


def _without_entities(text: str) -> str:
    """HTML entities as characters; in a text full of them only at its beginning and end."""
    if text.count("&") <= _MOST_ENTITIES:
        return html.unescape(text)
    rest = text[_MOST_ENTITIES:]
    middle, tail = rest[:-_MOST_ENTITIES], rest[-_MOST_ENTITIES:]
    return html.unescape(text[:_MOST_ENTITIES]) + middle + html.unescape(tail)


def _from_wrong_charset(text: str) -> str:
    """UTF-8 that was once read as Windows-1252 ('fÃ¼r')."""
    if not _MOJIBAKE.search(text):
        return text
    for charset in ("cp1252", "latin-1"):
        try:
            return text.encode(charset).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return text
