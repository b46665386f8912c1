"""What `--policy-status` shows: every source, every value and where it came from, every notice."""

from wizard.messages import Language, Message, message
from wizard.profile.loading import Loaded


def status_json(loaded: Loaded, language: Language) -> dict[str, object]:
    """The profile in force, for programs."""
    return {
        "schema": "sendagain.policy-status/1",
        "sources": [
            {"origin": source.origin.value, "place": source.place, "read": source.trouble is None}
            for source in loaded.sources
        ],
        "settings": [
            {
                "key": setting.key,
                "value": list(setting.value) if isinstance(setting.value, tuple) else setting.value,
                "origin": setting.origin.value,
                "place": setting.place,
                "locked": setting.origin.locked,
            }
            for setting in loaded.settings.values()
        ],
        "notices": [
            {"place": notice.place, "notice": language.render(notice.message)}
            for notice in loaded.notices
        ],
    }


def status_text(loaded: Loaded, language: Language) -> str:
    """The profile in force, for people."""
    say = language.render
    lines = []
    if not loaded.sources:
        lines.append(say(message("profile.status.none")))
    for source in loaded.sources:
        origin = say(Message(f"profile.origin.{source.origin.value}"))
        lines.append(say(message("profile.status.source", origin=origin, place=source.place)))
    for setting in loaded.settings.values():
        value = setting.value
        shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        lock = say(message("profile.status.locked")) if setting.origin.locked else ""
        lines.append(f"  {setting.key} = {shown}" + (f"  ({lock})" if lock else ""))
    for notice in loaded.notices:
        shown = say(notice.message)
        lines.append(say(message("profile.status.notice", place=notice.place, notice=shown)))
    return "\n".join(lines) + "\n"
