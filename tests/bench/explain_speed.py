"""How fast error texts are explained: start, texts a second, one mebibyte pasted."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.figures import Figure

_START = """
import time
before = time.perf_counter()
from wizard.judge.reply import explain
explain("421 4.7.0 Too many connections")
print(time.perf_counter() - before)
"""
_ROUNDS = 5
_SECONDS_OF_MEASURING = 2.0
_MEBIBYTE = 1 << 20
_LINE = (
    "Nov 23 10:00:{second:02d} mail postfix/smtp[{n}]: 4ABC{n:05d}: to=<a{n}@example.com>, "
    "relay=mx.example.com[192.0.2.1]:25, delay=1, dsn={dsn}, status={status}\n"
)


def measure() -> list[Figure]:
    """The figures. Texts differ from round to round, so that nothing is answered from memory."""
    return [
        Figure("explain: import and first answer", _start() * 1000, "ms", 150),
        Figure("explain: texts with JSON a second", _a_second(), "1/s", 10_000, at_least=True),
        *(
            Figure(f"explain: 1 MiB, {name}", _seconds(text) * 1000, "ms", 100)
            for name, text in _large_pastes().items()
        ),
    ]


def _start() -> float:
    root = Path(__file__).resolve().parents[2]
    times = [
        float(
            subprocess.run(
                [sys.executable, "-c", _START],
                check=True,
                cwd=root,
                capture_output=True,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
            ).stdout
        )
        for _ in range(_ROUNDS)
    ]
    return sorted(times)[_ROUNDS // 2]


def _a_second() -> float:
    from wizard.judge.reply import explain
    from wizard.judge.reply.learning import examples
    from wizard.messages import ENGLISH
    from wizard.support.explain_json import explain_json
    from wizard.support.json_text import json_line

    texts = [example.text for example in examples()]
    for text in texts[:100]:
        explain(text)
    done = 0
    before = time.process_time()
    while time.process_time() - before < _SECONDS_OF_MEASURING:
        for number, text in enumerate(texts):
            json_line({"id": done, **explain_json(explain(f"{text} {done + number}x"), ENGLISH)})
        done += len(texts)
    return done / (time.process_time() - before)


def _seconds(text: str) -> float:
    from wizard.judge.reply import explain

    explain("421")
    times = []
    for _ in range(_ROUNDS):
        before = time.process_time()
        explain(text)
        times.append(time.process_time() - before)
    return min(times)


def _large_pastes() -> dict[str, str]:
    sent = "".join(
        _LINE.format(second=n % 60, n=n, dsn="2.0.0", status="sent (250 ok)") for n in range(8_000)
    )
    deferred = "deferred (host mx.example.com[192.0.2.1] said: 421 4.7.0 Too many connections)"
    put_off = "".join(
        _LINE.format(second=n % 60, n=n, dsn="4.7.0", status=deferred) for n in range(6_000)
    )
    words = "the quick brown fox jumps over the lazy dog and writes to mail.example.com\n"
    return {
        "a log without a failure": sent[:_MEBIBYTE],
        "a log full of failures": put_off[:_MEBIBYTE],
        "prose": (words * 15_000)[:_MEBIBYTE],
        "one line": "x1 " * (_MEBIBYTE // 3),
        "one piece repeated": "#4.7." * (_MEBIBYTE // 5),
        "telling words, each different": "".join(f"refused{n}" for n in range(90_000)),
        "Japanese errors": "エラー\n" * (_MEBIBYTE // 4),
    }
