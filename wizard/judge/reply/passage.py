"""Which lines of a text tell what went wrong; what a successful conversation says is blanked out.

Blanking keeps the length, so that places stay true. In a long text only the telling lines and
what directly follows them are looked at, the last ones first: the end of a log is what failed.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from wizard.vocabulary import Stage

SHORT_CHARACTERS = 1_500
_MOST_CHARACTERS = 4_000
_MOST_LINES = 40
_MOST_WEAK = 400
_MOST_SEARCHED = 250_000
LONG_CHARACTERS = 20_000
_BLOCK = 4_000
# Nearly every match of _TELLING contains one of these; looking for them is many times faster.
_HINTS = (
    *(f"{code}{after}" for code in (421, 432, 441, 450, 451, 452, 454, 471, 501, 503, 504, 521,
                                    530, 534, 535, 538, 550, 551, 552, 553, 554, 571)
      for after in " -"),
    " 4.", " 5.", "-4.", "-5.", "(4.", "(5.", "#4.", "#5.", "=4.", "=5.", ":4.", ":5.", "\n4.",
    "\n5.", "said:", "diagnostic-code", "deferred", "bounced", "refused", "remote server",
    "responded", "replied", "antwort", "0x8", "reject", "exception", "traceback", "error",
    "fatal", "fail", "fehler", "erreur", "erro", "fout", "blad", "timed", "timeout", "denied",
    "blocked", "エラー", "错误", "失败", "ошибка", "421)", "421]", "421,", "421:", "421'", "421\"",
)  # fmt: skip

_DONE = re.compile(
    r"^[ \t>]*(?:\[?\d[\d:.,/ -]{5,25}\]?[ \t]*)?"
    r"(?:s: |server -> client: ?|<<< |<- |< |<~ {1,2}|received: |recv: |\[?server\]?: )?[ \t]*"
    r"[23]\d\d[ -](?!.{0,80}\b(?:failed|error|deferred)\b).*$",
    re.M,
)
_ACCEPTED = re.compile(r"(?<!\d)250(?!\d)")
_COMMAND = re.compile(
    r"^[ \t]*(?:c: |client -> server: ?|>>> |-> |> |~> {1,2}|sent: |send: |\[?client\]?: )?[ \t]*"
    r"(?:(ehlo|helo)|(starttls)|(auth)|(mail from)|(rcpt to)|(data)|(quit))\b"
    r"(?!.{0,60}\b(?:fail|error|reject|4\d\d|5\d\d)).{0,300}$",
    re.M,
)
_STAGES = (Stage.EHLO, Stage.STARTTLS, Stage.AUTH, Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.QUIT)
_TELLING = re.compile(
    r"diagnostic-code:|\bsaid:|<<< ?[45]\d\d|\bstatus=(?:deferred|bounced)|refused to talk|"
    r"remote server (?:returned|responded|error)|\bserver (?:responded|said|replied)|antwortete|"
    r"0x8[0-9a-f]{7}|\b(?:reject|defer)(?:ed|red)?\b|"
    r"(?<![\w.:/-])(?:42[1-9]|43\d|44\d|45[0-9]|471|5[0-7]\d)[ \-:\"',\])]{1,3}[\"'#(]?[a-z45<\[]|"
    r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])|"
    r"exception|traceback|\b(?:error|fatal|failed|failure|fehler\w*|erreur|errore?|erro|fout|blad)\b|"
    r"timed? ?out|refused|denied|blocked|エラー|错误|失败|ошибка"
)
_STRONG = re.compile(
    r"diagnostic-code:|\bsaid:|<<< ?[45]\d\d|status=(?:deferred|bounced)|refused to talk|"
    r"(?<![\w.:/-])(?:421|45[0-9]|5[0-7]\d)[ \-:\"',\])]{1,3}"
)


def failing(folded_text: str) -> tuple[str, Stage | None]:
    """The text without what went well, and the stage of the last command before the failure."""
    if "\n" not in folded_text:
        return folded_text, None
    stage: Stage | None = None

    def command(match: re.Match[str]) -> str:
        nonlocal stage
        index = next(i for i, group in enumerate(match.groups()) if group)
        if _STAGES[index] is not Stage.QUIT:
            stage = _STAGES[index]
        return " " * len(match[0])

    plain = _DONE.sub(lambda match: " " * len(match[0]), folded_text)
    if not plain.strip():
        return folded_text, None
    shown = _COMMAND.sub(command, plain)
    return (shown if shown.strip() else plain), stage


def only_success(folded_text: str) -> bool:
    """Whether the text is nothing but a server's agreement to what it was sent, or to a command."""
    lines = [line for line in folded_text.splitlines() if line.strip()]
    agreed = [line for line in lines if _DONE.fullmatch(line)]
    return (
        any(_ACCEPTED.search(line) for line in agreed)
        and not any(_TELLING.search(line) for line in agreed)
        and all(_DONE.fullmatch(line) or _COMMAND.fullmatch(line) for line in lines)
    )


def telling_passages(folded_text: str) -> list[tuple[int, str]]:
    """The telling lines of a long text with their places, the most telling first.

    What stands below a line belongs to it until an empty line. From the end backwards, because
    the end of a log is what failed; enough lines are enough. A block that was looked at before
    tells nothing new, so a text that repeats itself costs no more than its first pieces.
    """
    weak: list[tuple[int, str]] = []
    strong: list[tuple[int, str]] = []
    seen: set[str] = set()
    searched = 0
    end = len(folded_text)
    while end > 0 and len(strong) < _MOST_LINES and len(weak) < _MOST_WEAK:
        if searched > _MOST_SEARCHED:
            break
        start = _block_start(folded_text, end)
        block = folded_text[start:end]
        if block not in seen and any(hint in block for hint in _HINTS):
            for place, line in _lines_backwards(block, start):
                if not any(hint in line for hint in _HINTS):
                    continue
                searched += len(line)
                if _TELLING.search(line):
                    passage = line + _continuation(folded_text, place + len(line))
                    (strong if _STRONG.search(passage) else weak).append((place, passage))
        seen.add(block)
        end = start
    return (strong + weak)[:_MOST_LINES]


def _block_start(text: str, end: int) -> int:
    """Where the block that ends at `end` starts: after a line end, if one is near enough."""
    if end <= _BLOCK:
        return 0
    return text.find("\n", end - _BLOCK, end - 1) + 1 or end - _BLOCK


def _lines_backwards(block: str, start: int) -> Iterator[tuple[int, str]]:
    end = start + len(block)
    for line in reversed(block.splitlines(keepends=True)):
        end -= len(line)
        yield end, line


def _continuation(folded_text: str, start: int) -> str:
    kept = []
    for line in folded_text[start : start + 400].splitlines(keepends=True)[:4]:
        if not line.strip():
            break
        kept.append(line)
    return "".join(kept)


class Wrapped(NamedTuple):
    """Text without what the sending server wrote around the reply, and what that told."""

    text: str
    stage: Stage | None
    from_recipient: bool


def without_wrapping(folded_text: str) -> Wrapped:
    """Blank out 'host X said:', '(in reply to Y command)', host labels and local parts.

    The words in such names ('relay1', 'spam-filter') say nothing about the failure. The last two
    labels of a host stay: they tell the provider.
    """
    stage: Stage | None = None
    from_recipient = False

    def wrapper(match: re.Match[str]) -> str:
        nonlocal stage, from_recipient
        from_recipient = from_recipient or match["host"] is not None
        if match["talk"]:
            stage = Stage.GREETING
        elif match["after"]:
            stage = _AFTER.get(match["after"].strip(), stage)
        kept = _HOST.sub(_last_labels, match[0]) if match["host"] else ""
        return " " * len(match[0]) if not kept else _words_of_host(match, kept)

    text = _inner_answer(folded_text)
    if (
        "said:" in text
        or "in reply to" in text
        or "refused to talk" in text
        or "remote mail" in text
    ):
        text = _WRAPPING.sub(wrapper, text)
    if " f=<" in text or " h=" in text or " x=tls" in text:
        text = _EXIM_FIELD.sub(lambda match: " " * len(match[0]), text)
    if "relay=" in text:
        text = _LOG_FIELD.sub(lambda match: " " * len(match[0]), text)
    if "@" in text:
        text = _LOCAL_PART.sub(lambda match: " " * len(match[0]), text)
    if "." in text:
        text = _HOST.sub(_last_labels, text)
    return Wrapped(text, stage, from_recipient)


def _inner_answer(folded_text: str) -> str:
    """Only what the server said, where a mail program quotes it inside advice of its own."""
    answered = _ANSWERED.search(folded_text)
    if not answered or len(folded_text) - answered.end() < _SHORTEST_ANSWER:
        return folded_text
    advice = _ADVICE.search(folded_text, answered.end() + _SHORTEST_ANSWER)
    end = advice.start() if advice else len(folded_text)
    if not _SAYS_SOMETHING.search(folded_text, answered.end(), end):
        return folded_text
    blank_after = " " * (len(folded_text) - end)
    return " " * answered.end() + folded_text[answered.end() : end] + blank_after


_SHORTEST_ANSWER = 3
_SAYS_SOMETHING = re.compile(r"[^\W\d_]{3}|[\u3040-\u30ff\u3400-\u9fff]{2}|\d{3}")
_ANSWERED = re.compile(
    r"(?:server (?:responded|replied|said|response(?: was)?|antwortete|hat geantwortet|ha risposto"
    r"|heeft geantwoord|antwoordde|svarade|svarede|ответил)|serveur (?:de messagerie )?a repondu"
    r"|servidor (?:de \w{4,6} )?(?:respondio|ha respondido|respondeu)|server di posta ha risposto"
    r"|server antwortete|odpowiedz serwera(?: poczty)?|resposta do servidor|risposta del server"
    r"|server odpovedel|odpoved serveru|sunucunun yaniti|palvelin vastasi|palvelimen vastaus"
    r"|kiszolgalo valasza|serveren svare[dt]e?|serveren svarte|svar fra server|서버 (?:응답|메시지)"
    r"|サーバーから(?:の)?応答|服务器(?:响应|返回)|伺服器(?:回應|回傳)"
    r"|ответ сервера|сервер ответил)"
    r"\s{0,3}:\s{0,6}"
    # Whatever the sentence before it: a word for answering, a colon and a code.
    r"|\b(?:respon|repl[iy]|answer|antwor|antwoor|repond|rispos|odpow|odpov|svar|vasta|valasz|yanit"
    r"|raspuns|απαντ|ответ)\w{0,12}\b[^\n:]{0,40}:\s{0,6}(?=[45]\d\d\b)"
)
_ADVICE = re.compile(
    r"(?:please (?:check|verify)|bitte (?:uberprufen|prufen)|(?:veuillez )?(?:verifier|verifiez)"
    r"|verifique|compruebe|asegurese|controllare|verificare|controleer|prosze|sprawdz|należy"
    r"|请(?:检查|验证|确认|確認)|確認し|アカウント設定|проверьте|garanta|upewnij)"
)


_WRAPPING = re.compile(
    r"host (?P<host>[^\s:]{1,160}(?: \[[0-9a-f.:]{3,45}\])?)[\s:]{1,3}"
    r"(?:said:|(?P<talk>refused to talk to me:))"
    r"|\(in reply to (?P<after>[a-z ]{2,30}?)(?: command)?\)"
)
_LISTS = ("spamhaus.", "surbl.", "uribl.", "sorbs.")
_AFTER = {
    "mail from": Stage.MAIL, "rcpt to": Stage.RCPT, "data": Stage.DATA, "ehlo": Stage.EHLO,
    "helo": Stage.EHLO, "end of data": Stage.END_OF_DATA, "auth": Stage.AUTH,
    "starttls": Stage.STARTTLS, "quit": Stage.QUIT,
}  # fmt: skip
_LOG_FIELD = re.compile(r"\b(?:relay|delays?|orig_to|client|proto|helo|size|nrcpt)=[^\s,;]{0,200}")
# H=host (helo) [address]:port, X=cipher, CV=whether the certificate was verified, F=<sender>, and
# so on: how the connection was, not what went wrong with it.
_EXIM_FIELD = re.compile(
    r"(?:(?<=\s)|^)(?:"
    r"h=[^\s\[\]]{0,120}(?: \([^()\s]{1,120}\))?(?: \[[0-9a-f.:]{3,45}\](?::\d{1,5})?)?"
    r"|x=tls[^\s]{1,120}|cv=\S{1,10}|dn=\"[^\"]{0,200}\"|f=<[^>\s]{0,200}>"
    r"|[aruptsi]=[^\s\"<]{1,120})(?=[\s:,]|$)"
)
_LOCAL_PART = re.compile(r"[\w.+=-]{1,64}@")
_HOST = re.compile(
    r"(?<![\w./@-])((?:[a-z0-9_-]{1,63}\.){1,8}?)"
    r"([a-z0-9-]{1,63}\.(?:(?:co|or|com|ne|ac|net|org)\.[a-z]{2}|[a-z]{2,6}))(?![\w-]|\.\w)"
)


def _last_labels(match: re.Match[str]) -> str:
    if match[2].startswith(_LISTS):
        return match[0]  # which list it is says whether it matters
    return " " * len(match[1]) + match[2]


def _words_of_host(match: re.Match[str], kept: str) -> str:
    host = match.start("host") - match.start()
    end = match.end("host") - match.start()
    return " " * host + kept[host:end] + " " * (len(match[0]) - end)
