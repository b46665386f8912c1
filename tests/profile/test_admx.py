"""The Windows policy template knows every key, and what it writes is what the program reads."""

import re

from defusedxml import ElementTree

from wizard.messages import ENGLISH
from wizard.profile.admx import adml, admx
from wizard.profile.checked import KEYS

SPACE = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"


def test_every_key_is_a_policy_in_its_place():
    root = ElementTree.fromstring(admx().encode())
    places = set()
    for policy in root.iter(f"{SPACE}policy"):
        element = next((e for e in policy.iter() if e.get("id") == "Value"), None)
        if element is not None and element.tag == f"{SPACE}list":
            path = element.get("key")
        else:
            source = policy if element is None else element
            path = policy.get("key") + "\\" + source.get("valueName")
        places.add(path.removeprefix("Software\\Policies\\SendAgain\\").replace("\\", "."))
    assert places == set(KEYS)


def test_every_text_that_is_named_is_there():
    texts = adml(ENGLISH)
    root = ElementTree.fromstring(texts.encode())
    strings = {s.get("id") for s in root.iter(f"{SPACE}string")}
    looks = {p.get("id") for p in root.iter(f"{SPACE}presentation")}
    assert set(re.findall(r"\$\(string\.(\w+)\)", admx())) <= strings
    assert set(re.findall(r"\$\(presentation\.(\w+)\)", admx())) == looks
