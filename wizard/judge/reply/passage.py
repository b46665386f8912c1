"""Which lines of a text tell what went wrong; what a successful conversation says is blanked out.

Blanking keeps the length, so that places stay true. In a long text only the telling lines and
what directly follows them are looked at, the last ones first: the end of a log is what failed.
"""

import re

from wizard.vocabulary import Stage

SHORT_CHARACTERS = 1_500
_MOST_CHARACTERS = 4_000
_MOST_LINES = 40

_DONE = re.compile(
    r"^[ \t>]*(?:\[?\d[\d:.,/ -]{5,25}\]?[ \t]*)?"
    r"(?:s: |server -> client: ?|<<< |<- |< |<~ {1,2}|received: |recv: |\[?server\]?: )?[ \t]*[23]\d\d[ -](?!.{0,80}\b(?:failed|error|deferred)\b).*$",
    re.M,
)
_COMMAND = re.compile(
    r"^[ \t]*(?:c: |client -> server: ?|>>> |-> |> |~> {1,2}|sent: |send: |\[?client\]?: )?[ \t]*"
    r"(?:(ehlo|helo)|(starttls)|(auth)|(mail from)|(rcpt to)|(data)|(quit))\b(?!.{0,60}\b(?:fail|error|reject|4\d\d|5\d\d)).{0,300}$",
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


def telling_passages(folded_text: str) -> list[tuple[int, str]]:
    """The telling lines of a long text with their places, the most telling first.

    A line that starts with white space belongs to the one before it.
    """
    weak: list[tuple[int, str]] = []
    strong: list[tuple[int, str]] = []
    place = 0
    for line in folded_text.splitlines(keepends=True):
        if _TELLING.search(line, 0, _MOST_CHARACTERS):
            end = place + min(len(line), _MOST_CHARACTERS)
            following = folded_text[end : end + 400]
            passage = folded_text[place:end] + _continuation(following)
            (strong if _STRONG.search(passage) else weak).append((place, passage))
        place += len(line)
    return (strong[::-1] + weak[::-1])[:_MOST_LINES]


def _continuation(following: str) -> str:
    kept = []
    for line in following.splitlines(keepends=True)[:4]:
        if not line.strip():
            break
        kept.append(line)
    return "".join(kept)
