"""What people write around an error: blanked out, as long as something else is left.

'Hello, since yesterday I cannot send any mail. This comes: 421 …': only the last part was said by
a server or a program. Blanking keeps the length, so that places stay true.
"""

import re

# Words of somebody who tells; servers and programs do not talk like this, in any language here.
_TELLING_PERSON = re.compile(
    r"\b(?:hello|hi all|hi there|dear|thanks|thank you|regards|"
    r"i (?:get|got|can|cannot|can't|could|have|had|am|was|tried|try|use|keep|send|sent|don't|need)|"
    r"my (?:mother|father|mail|mails|e-?mails?|account|provider|computer|outlook|thunderbird|phone|"
    r"wife|husband)|we (?:get|can|cannot|use|tried) |what (?:can|should|do) (?:i|we)|she |"
    r"hallo|guten (?:tag|morgen|abend)|sehr geehrte|ich|meine?[mnrs]?|wir (?:konnen|haben)|danke|"
    r"(?:viele|mit freundlichen|liebe) grusse[n]?|was (?:soll|kann|tun)|"
    r"bonjour|je (?:ne|n'|recois|suis|peux)|j'ai|mon (?:ordinateur|compte|fournisseur)|merci|"
    r"cordialement|hola|no puedo|mi (?:correo|cuenta|proveedor)|gracias|saludos|"
    r"buongiorno|ciao|non riesco|il mio|la mia|grazie|saluti|"
    r"ola|bom dia|nao consigo|meu|minha|obrigad[oa]|ik (?:kan|krijg|heb)|mijn|bedankt|groeten|"
    r"dzien dobry|nie moge|moje|moja|dziekuje|pozdrawiam)\b"
    r"|здравствуйте|не могу|у меня|спасибо|您好|你好|我的|谢谢"
    r"|こんにちは|お世話になって|送れません|教えてください"
)
_SENTENCE = re.compile(r"[^\n]{1,400}?(?:[.!?:;](?=\s|$)|[。！？：\n]|$)")
# Signs of machines: whoever types these copies them.
_MACHINE = re.compile(r"[\[\]<>={}|\\@_#]|\d\.\d|\b[245]\d\d\b|0x[0-9a-f]")
_ASKING_OR_THANKING = re.compile(
    r"what|was|thank|regards|danke|viele|mit|liebe|merci|cordialement|gracias|saludos|grazie"
    r"|saluti|obrigad|bedankt|groeten|dziekuje|pozdrawiam|спасибо|谢谢"
)
_LEFT_OVER = re.compile(r"[^\W_]{3}")
_LEAST_LEFT = 3
_NEAR_THE_START = 40


def without_story(folded_text: str) -> str:
    """The text without what a person tells; the text itself when nothing else would be left."""
    if not _TELLING_PERSON.search(folded_text):
        return folded_text
    told = _SENTENCE.sub(_blanked, folded_text)
    enough = len(_LEFT_OVER.findall(told)) >= _LEAST_LEFT or _MACHINE.search(told)
    return told if enough else folded_text


def _blanked(sentence: re.Match[str]) -> str:
    """A sentence of somebody who tells; of one that only ends in such words, the end."""
    text = sentence[0]
    told = _TELLING_PERSON.search(text)
    if told is None or _MACHINE.search(text):
        return text
    ends = _ASKING_OR_THANKING.match(told[0])
    kept = 0 if told.start() <= _NEAR_THE_START and not ends else told.start()
    return text[:kept] + " " * (len(text) - kept)
