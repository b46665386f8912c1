"""What will be saved, byte by byte, before anything is saved.

The bytes shown are the bytes written. The same record and choices give the same bytes. A last
sweep looks for everything that should have been hidden; what it finds stops the saving.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from wizard.errors import CouldNotDo
from wizard.log import tail_of_log
from wizard.messages import ENGLISH, Language, Message, message
from wizard.record import RunRecord
from wizard.support.bundle.encryption import encrypted
from wizard.support.bundle.layout import (
    ALWAYS,
    LOG_BYTES,
    MOST_BYTES,
    TRANSCRIPT_BYTES,
    ListedFile,
    Manifest,
    Part,
    file_tag,
    sha256,
)
from wizard.support.bundle.trimmed import trimmed
from wizard.support.code import encode
from wizard.support.json_text import json_text
from wizard.support.redaction import Level, Masker, Person, masked_record, masker_for
from wizard.support.report import builtins_of, html_of, report_of_masked, text_of
from wizard.support.report_file import NotesPart, ReportFile

# A fixed time in every entry keeps the bytes the same; the real one is in the report.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_OWNER_ONLY = 0o600 << 16
_UNIX = 3
_LONGEST_TICKET, _LONGEST_NOTES = 100, 10_000


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the person chose. `log_text` None takes the program's own log.

    `secrets` are passwords used in this run: they are looked for once more, never written.
    `recipients` are age public keys; with any, the file is encrypted to them.
    """

    level: Level = Level.NORMAL
    leave_out: frozenset[Part] = frozenset()
    ticket: str = ""
    text: str = ""
    language: Language = ENGLISH
    log_text: str | None = None
    secrets: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    organisation: str = ""
    recipients: tuple[str, ...] = ()
    person: Person | None = None


class PreviewPart(msgspec.Struct, frozen=True):
    """One file as it will be written. `reason` says in a line what it is for."""

    part: Part
    data: bytes
    reason: Message
    can_leave_out: bool

    @property
    def text(self) -> str:
        """The content; every file of a bundle is UTF-8 text."""
        return self.data.decode()


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """The whole bundle. `data` is what `write` writes."""

    parts: tuple[PreviewPart, ...]
    data: bytes
    code: str
    tag: str
    file_name: str
    hidden: Mapping[str, int]
    report: ReportFile


def preview(record: RunRecord, options: Options | None = None) -> Preview:
    """Everything that would be saved for these choices. CouldNotDo when something would leak."""
    options = options or Options()
    masker = masker_for(
        record,
        options.level,
        person=options.person,
        secrets=options.secrets,
        words=options.words,
    )
    notes = NotesPart(
        ticket=options.ticket[:_LONGEST_TICKET].strip(), text=options.text[:_LONGEST_NOTES].strip()
    )
    # Masked before it is cut: half a password would not be recognised.
    masked = trimmed(masked_record(record, masker))
    report = report_of_masked(masked, encode(record), masker, options.language, notes)
    contents = dict(_contents(masked, report, masker, options))
    # Masking the log counts too: the report is made again with the final counts.
    masking = msgspec.structs.replace(report.masking, hidden=dict(masker.counts))
    report = msgspec.structs.replace(report, masking=masking)
    contents |= _reports(report, options)
    chosen = {
        part: _swept(contents[part], masker, part)
        for part in Part
        if part in contents and (part in ALWAYS or part not in options.leave_out)
    }
    chosen[Part.MANIFEST] = _manifest(chosen, report, options).encode()
    parts = tuple(
        PreviewPart(
            part, chosen[part], Message(f"bundle.part.{part.name.lower()}"), part not in ALWAYS
        )
        for part in Part
        if part in chosen
    )
    data = _zipped(chosen)
    if len(data) > MOST_BYTES or sum(map(len, chosen.values())) > MOST_BYTES:
        raise CouldNotDo(message("bundle.too_large"))
    if options.recipients:
        data = encrypted(data, options.recipients)
    return Preview(
        parts=parts,
        data=data,
        code=report.code,
        tag=file_tag(data),
        file_name=_file_name(report, file_tag(data), encrypted=bool(options.recipients)),
        hidden=report.masking.hidden,
        report=report,
    )


def _contents(
    masked: RunRecord, report: ReportFile, masker: Masker, options: Options
) -> Iterator[tuple[Part, str]]:
    yield Part.READ_ME, _read_me(report, options)
    yield Part.TRANSCRIPT, _transcript(masked)
    if options.level is not Level.NOTHING_PERSONAL:
        log_text = tail_of_log(LOG_BYTES) if options.log_text is None else options.log_text
        yield (
            Part.LOG,
            _last_lines([masker.text(line) for line in log_text.splitlines()], LOG_BYTES),
        )


def _last_lines(lines: list[str], most_bytes: int) -> str:
    kept: list[str] = []
    for line in reversed(lines):
        most_bytes -= len(line.encode("utf-8", "replace")) + 1
        if most_bytes < 0:
            break
        kept.append(line + "\n")
    return "".join(reversed(kept))


def _reports(report: ReportFile, options: Options) -> dict[Part, str]:
    return {
        Part.PAGE: html_of(report, options.language),
        Part.TEXT: text_of(report, options.language),
        Part.JSON: json_text(builtins_of(report)),
    }


def _transcript(masked: RunRecord) -> str:
    """The conversations in the order in which they began."""
    lines: list[str] = []
    for observation in masked.case.observations.values():
        if observation.transcript:
            lines.append(f"# {observation.probe}")
            lines += (
                f"{x.after_seconds:9.3f} {x.speaker}: {x.text}" for x in observation.transcript
            )
    text = "\n".join(lines) + "\n" if lines else ""
    return text.encode()[:TRANSCRIPT_BYTES].decode(errors="ignore")


def _read_me(report: ReportFile, options: Options) -> str:
    texts = [_read_me_in(report, options, options.language)]
    if options.language.code != ENGLISH.code:
        texts.append(_read_me_in(report, options, ENGLISH))
    return "\n\n".join(texts) + "\n"


def _read_me_in(report: ReportFile, options: Options, language: Language) -> str:
    org = options.organisation
    paragraphs = (
        message("bundle.read_me.what", code=report.code),
        message("bundle.read_me.holds"),
        message(f"bundle.read_me.level.{options.level.value}"),
        message("bundle.read_me.open"),
        message("bundle.read_me.give"),
        message("bundle.read_me.for", org=org) if org else message("bundle.read_me.for_anyone"),
        message("bundle.read_me.never"),
    )
    return "\n\n".join(language.render(paragraph) for paragraph in paragraphs)


def _swept(text: str, masker: Masker, part: Part) -> bytes:
    """The final text of a file, without anything known; CouldNotDo when something is left."""
    if masker.leaks(text):
        text = masker.without_known(text)
        if masker.leaks(text):
            raise CouldNotDo(message("bundle.leak", file=part.value))
    return text.encode("utf-8", "replace")


def _manifest(chosen: dict[Part, bytes], report: ReportFile, options: Options) -> str:
    files = tuple(ListedFile(part.value, len(data), sha256(data)) for part, data in chosen.items())
    left_out = tuple(sorted(part.value for part in options.leave_out - ALWAYS))
    manifest = Manifest(
        program_version=report.program_version,
        code=report.code,
        saved_for=options.organisation,
        level=options.level.value,
        hidden=dict(report.masking.hidden),
        left_out=left_out,
        files=files,
    )
    return json_text(builtins_of(manifest))


def _zipped(chosen: Mapping[Part, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for part in Part:
            if part in chosen:
                entry = zipfile.ZipInfo(part.value, _ZIP_TIME)
                entry.external_attr = _OWNER_ONLY
                entry.create_system = _UNIX
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, chosen[part])
    return target.getvalue()


def _file_name(report: ReportFile, tag: str, *, encrypted: bool) -> str:
    try:
        when = datetime.fromisoformat(report.started).strftime("%Y-%m-%dT%H%M")
    except ValueError:
        when = "undated"
    return f"SendAgain-report_{report.code}_{when}_{tag}.zip" + (".age" if encrypted else "")
