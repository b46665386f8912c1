"""What people, and bounces, write around an error: blanked out, if something else is left.

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
# What every bounce says, whatever the reason (Postfix, Exim, Sendmail, qmail, Exchange, Gmail).
_OF_EVERY_BOUNCE = re.compile(
    r"undelivered mail returned to sender|mail delivery fail(?:ed|ure)(?:: returning message to sen"
    r"der)?|delivery status notification(?: \((?:failure|delay)\))?|undeliverable:? ?|"
    r"this is the mail system at host [^\s]{1,200}|"
    r"i'm sorry to have to inform you that[^\n.]{0,200}|"
    r"could not be delivered(?: to one or more(?: of its)? recipients)?|"
    r"a message that you sent could not be delivered[^\n.]{0,120}|"
    r"the following address(?:es|\(es\)) failed|"
    r"this message was created automatically by (?:the )?mail delivery software|"
    r"for further assistance, please send mail to[^\n]{0,120}|"
    r"if you do so, please include this problem report[^\n.]{0,160}|"
    r"you can delete your own text from the attached returned message|"
    r"delivery (?:has failed|to the following recipients?)[^\n.:]{0,120}|"
    r"your message (?:wasn't|could not be|was not|hasn't been) delivered(?: to)?|"
    r"hi\. this is the qmail-send program at[^\n]{0,120}|"
    r"(?:ihre|die) nachricht konnte nicht (?:zugestellt|ubermittelt) werden|unzustellbar:? ?|"
    r"votre message n'a pas pu etre (?:remis|distribue)|"
    r"(?:su|el) mensaje no (?:pudo|se pudo|ha podido) (?:ser )?entrega[rd]o?|"
    r"(?:il )?(?:tuo )?messaggio non (?:e stato|puo essere) (?:consegnato|recapitato)"
)
_SENTENCE = re.compile(r"[^\n]{1,400}?(?:[.!?:;](?=\s|$)|[。！？：\n]|$)")
# Signs of machines: whoever types these copies them.
_MACHINE = re.compile(r"[\[\]<>={}|\\@_#]|\d\.\d|\b[245]\d\d\b|0x[0-9a-f]")
_ASKING_OR_THANKING = re.compile(
    r"what|was|thank|regards|danke|viele|mit|liebe|merci|cordialement|gracias|saludos|grazie"
    r"|saluti|obrigad|bedankt|groeten|dziekuje|pozdrawiam|спасибо|谢谢"
)
_SAID = re.compile(r"(?<!\d)[45]\d\d\b|\b[45]\.\d\.\d|0x[0-9a-f]")
_LEFT_OVER = re.compile(r"[^\W_]{3}")
_LEAST_LEFT = 3
_NEAR_THE_START = 40


def without_story(folded_text: str) -> str:
    """The text without what a person or a bounce tells; itself when nothing else would be left."""
    framed = _OF_EVERY_BOUNCE.sub(lambda match: " " * len(match[0]), folded_text)
    if _TELLING_PERSON.search(framed):
        framed = _SENTENCE.sub(_blanked, framed)
    if framed == folded_text:
        return folded_text
    enough = _SAID.search(framed) or len(_LEFT_OVER.findall(framed)) >= _LEAST_LEFT
    return framed if enough else folded_text


def _blanked(sentence: re.Match[str]) -> str:
    """A sentence of somebody who tells; of one that only ends in such words, the end."""
    text = sentence[0]
    told = _TELLING_PERSON.search(text)
    if told is None or _MACHINE.search(text):
        return text
    ends = _ASKING_OR_THANKING.match(told[0])
    kept = 0 if told.start() <= _NEAR_THE_START and not ends else told.start()
    return text[:kept] + " " * (len(text) - kept)
