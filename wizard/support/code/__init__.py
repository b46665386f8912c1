"""The spoken code: ten characters that carry a result over the phone, offline."""

from wizard.support.code.saying import code_json, code_text
from wizard.support.code.spoken import CodeRefused, Decoded, SpokenCode, code_of, decode, encode

__all__ = [
    "CodeRefused",
    "Decoded",
    "SpokenCode",
    "code_json",
    "code_of",
    "code_text",
    "decode",
    "encode",
]
