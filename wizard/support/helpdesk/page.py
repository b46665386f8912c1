"""Generates helpdesk.html: one file that reads codes in any browser, without internet or install.

The tables inside are the same that Python reads, so both always say the same; the tests decode
ten thousand codes in both. The page loads nothing and sends nothing: its Content-Security-Policy
allows exactly its own script, by hash.
"""

import base64
import hashlib
import html

import msgspec

from wizard import __version__
from wizard.accounts.providers import all_providers
from wizard.messages import ENGLISH, Language, Message
from wizard.resources import resource
from wizard.screens import screen_of_step
from wizard.steps import step_info
from wizard.support.code import alphabet, layout
from wizard.support.code.saying import reply_text
from wizard.support.code.spelling import alphabets
from wizard.support.code.spoken import SOUND_ALIKE
from wizard.support.code.tables import NO_REPLY, situations, table
from wizard.support.helpdesk.script import RULES, screen_scripts
from wizard.vocabulary import Step

_REFUSALS = (
    "missing",
    "too_long",
    "too_few",
    "too_many",
    "character",
    "misheard",
    "swapped",
    "wrong",
    "newer",
    "not_ours",
)


def helpdesk_page(language: Language = ENGLISH) -> str:
    """The whole page."""
    data = msgspec.json.encode(page_tables(language)).decode()
    # '<' inside the script could end it early.
    data = data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    script = resource("helpdesk/page.js").read_text("utf-8").replace("__TABLES__", data)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    body = resource("helpdesk/page.html").read_text("utf-8")
    texts = {
        name: html.escape(language(f"helpdesk.page.{name}"))
        for name in ("title", "heading", "intro", "label", "read", "noscript")
    }
    filled = body.replace("__LANGUAGE__", html.escape(language.code, quote=True))
    filled = filled.replace("__SCRIPT_HASH__", digest)
    for name, text in texts.items():
        filled = filled.replace(f"__{name.upper()}__", text)
    return filled.replace("__SCRIPT__", script)


def page_tables(language: Language) -> dict[str, object]:
    """Everything that the script needs, as data."""
    say = language.render
    return {
        "alphabet": alphabet.ALPHABET,
        "exp": list(alphabet.EXP),
        "offsets": [alphabet.OFFSET_SUM, alphabet.OFFSET_WEIGHED],
        "numbers": layout.NUMBERS,
        "version": layout.VERSION,
        "radices": {
            "verdicts": [verdict.value for verdict in layout.VERDICTS],
            "situations": layout.SITUATIONS,
            "providers": layout.PROVIDERS,
            "transports": layout.TRANSPORTS,
            "systems": layout.SYSTEMS,
        },
        "causes": list(table("causes")),
        "stages": list(table("stages")),
        "transports": list(table("transports")),
        "systems": list(table("systems")),
        "situations": [list(situation) for situation in situations()],
        "providers": {str(p.number): p.name for p in all_providers()},
        "profile_provider": layout.PROFILE_PROVIDER,
        "newer_provider": layout.NEWER_PROVIDER,
        "sound_alike": list(SOUND_ALIKE),
        "spelling": [
            {
                "language": code,
                "words": {**{w: c for c, w in a.words.items()}, **a.also},
            }
            for code, a in sorted(alphabets().items(), key=lambda x: (x[0] != "en", x[0]))
        ],
        "steps": [
            {"step": int(step), "name": say(step_info(step).name), "screen": screen_of_step(step)}
            for step in Step
        ],
        "replies": {kind: _reply(kind, language) for kind in table("replies") if kind != NO_REPLY},
        "texts": _texts(language),
        "screens": [
            {"number": s.number, "sees": say(s.sees), "say": say(s.say)} for s in screen_scripts()
        ],
        "rules": [say(rule) for rule in RULES],
        "made": language("helpdesk.page.made", version=layout.VERSION, program=__version__),
    }


def _reply(kind: str, language: Language) -> str:
    if kind[0].isdigit():
        return language("code.reply", reply=reply_text(kind))
    return language.render(Message(f"code.ended.{kind}"))


def _texts(language: Language) -> dict[str, str]:
    """Sentences by id; the refusals keep their placeholders for the script to fill."""
    say = language.render
    ids = [
        *(f"cause.{cause}" for cause in table("causes")),
        *(f"stage.{stage}" for stage in table("stages")),
        *(f"code.transport.{transport}" for transport in table("transports")),
        *(f"code.system.{system}" for system in table("systems")),
        *(f"verdict.{verdict.value}" for verdict in layout.VERDICTS),
        *(
            f"helpdesk.{cause}.{part}"
            for cause in table("causes")
            for part in ("say", "ask", "fix")
        ),
        *(
            f"helpdesk.page.{part}"
            for part in ("say", "ask", "fix", "steps", "screens", "screen", "sees")
        ),
        *(f"code.provider.{kind}" for kind in ("profile", "newer", "unknown")),
        "code.not_personal",
    ]
    texts = {id_: say(Message(id_)) for id_ in ids}
    blanks = {
        name: f"{{{name}}}"
        for name in (
            "character",
            "place",
            "heard",
            "probably",
            "code",
            "first",
            "second",
            "name",
            "cause",
        )
    }
    for refusal in _REFUSALS:
        texts[f"code.{refusal}"] = say(Message(f"code.{refusal}", {**blanks, "count": 10}))
    for few in ("too_few", "too_many"):
        one = say(Message(f"code.{few}", {"count": 1}))
        texts[f"code.{few}.one"] = one
        texts[f"code.{few}"] = say(Message(f"code.{few}", {"count": 31415})).replace(
            "31415", "{count}"
        )
    texts["code.provider"] = say(Message("code.provider", blanks))
    texts["code.cause"] = say(Message("code.cause", blanks))
    return texts
