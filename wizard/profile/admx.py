"""Writes the Windows policy template (ADMX) and its texts (ADML) from the keys of the profile.

Made by the build, so that the template never knows another key than the program. Values land under
`Software\\Policies\\SendAgain`, where `sources.py` reads them.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from wizard.account import SignIn
from wizard.messages import Language, Message
from wizard.profile.checked import KEYS
from wizard.profile.sources import REGISTRY_KEY
from wizard.support.masking_levels import Level
from wizard.vocabulary import Security

_SPACE = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
_LISTS = frozenset(
    (
        "org.provider_texts",
        "mail.domains",
        "lookups.blocklists",
        "lookups.control_hosts",
        "report.hide_words",
        "report.age_recipients",
    )
)
_NUMBERS = {
    "org.retention_days": (0, 3650),
    "mail.smtp.port": (1, 65535),
    "limits.max_connections": (1, 30),
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "mail.smtp.security": tuple(security.value for security in Security),
    "mail.sign_in": tuple(sign_in.value for sign_in in SignIn),
    "report.level": tuple(level.value for level in Level),
}
_ON_OFF = frozenset(key for key in KEYS if ".allow_" in key)


def admx() -> str:
    """The template: SendAgain.admx."""
    policies = "\n".join(line for key in KEYS for line in _policy(key))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<policyDefinitions revision="1.0" schemaVersion="1.0" xmlns="{_SPACE}">
  <policyNamespaces>
    <target prefix="sendagain" namespace="SendAgain.Policies.SendAgain"/>
  </policyNamespaces>
  <resources minRequiredRevision="1.0"/>
  <categories>
    <category name="SendAgain" displayName="$(string.SendAgain)"/>
  </categories>
  <policies>
{policies}
  </policies>
</policyDefinitions>
"""


def adml(language: Language) -> str:
    """The texts of the template in one language: SendAgain.adml."""
    strings = [("SendAgain", "Send Again")]
    for key in KEYS:
        text = language.render(Message(f"profile.key.{key}"))
        strings += ((_name(key), text), (f"{_name(key)}_Help", f"{key}: {text}"))
        strings += ((f"{_name(key)}_{value}", value) for value in _CHOICES.get(key, ()))
    table = "\n".join(
        f"      <string id={quoteattr(id_)}>{escape(text)}</string>" for id_, text in strings
    )
    looks = "\n".join(line for key in KEYS for line in _presentation(key, language))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<policyDefinitionResources revision="1.0" schemaVersion="1.0" xmlns="{_SPACE}">
  <displayName>Send Again</displayName>
  <description>Send Again</description>
  <resources>
    <stringTable>
{table}
    </stringTable>
    <presentationTable>
{looks}
    </presentationTable>
  </resources>
</policyDefinitionResources>
"""


def _policy(key: str) -> Iterator[str]:
    name, (folder, value) = _name(key), _place(key)
    common = (
        f'    <policy name="{name}" class="Both" displayName="$(string.{name})" '
        f'explainText="$(string.{name}_Help)" key={quoteattr(folder)}'
    )
    if key in _ON_OFF:
        yield f'{common} valueName="{value}">'
        yield '      <parentCategory ref="SendAgain"/>'
        yield '      <enabledValue><decimal value="1"/></enabledValue>'
        yield '      <disabledValue><decimal value="0"/></disabledValue>'
        yield "    </policy>"
        return
    yield f'{common} presentation="$(presentation.{name})">'
    yield '      <parentCategory ref="SendAgain"/>'
    yield "      <elements>"
    yield f"        {_element(key, folder, value)}"
    yield "      </elements>"
    yield "    </policy>"


def _element(key: str, folder: str, value: str) -> str:
    if key in _LISTS:
        below = quoteattr("\\".join((folder, value)))
        return f'<list id="Value" key={below} valuePrefix=""/>'
    if key in _NUMBERS:
        least, most = _NUMBERS[key]
        return (
            f'<decimal id="Value" valueName="{value}" minValue="{least}" maxValue="{most}" '
            'required="true"/>'
        )
    if key in _CHOICES:
        items = "".join(
            f'<item displayName="$(string.{_name(key)}_{choice})">'
            f"<value><string>{choice}</string></value></item>"
            for choice in _CHOICES[key]
        )
        return f'<enum id="Value" valueName="{value}" required="true">{items}</enum>'
    return f'<text id="Value" valueName="{value}" maxLength="500" required="true"/>'


def _presentation(key: str, language: Language) -> Iterator[str]:
    if key in _ON_OFF:
        return
    label = escape(language.render(Message(f"profile.key.{key}")))
    if key in _LISTS:
        inner = f'<listBox refId="Value">{label}</listBox>'
    elif key in _NUMBERS:
        inner = f'<decimalTextBox refId="Value">{label}</decimalTextBox>'
    elif key in _CHOICES:
        inner = f'<dropdownList refId="Value">{label}</dropdownList>'
    else:
        inner = f'<textBox refId="Value"><label>{label}</label></textBox>'
    yield f'      <presentation id="{_name(key)}">{inner}</presentation>'


def _name(key: str) -> str:
    return "".join(part.capitalize() for part in key.replace("_", ".").split("."))


def _place(key: str) -> tuple[str, str]:
    *sections, value = key.split(".")
    return "\\".join((REGISTRY_KEY, *sections)), value
