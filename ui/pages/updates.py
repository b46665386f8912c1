"""Screen 96: whether this system and its mail programs still get updates."""

from ui.pages.step_page import StepPage
from ui.theme import TextRole
from ui.widgets.facts import FactRows
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Text
from wizard.facts.computer import ComputerFacts, MailProgramsFacts, Support
from wizard.record import RunRecord
from wizard.vocabulary import Step

_SIGNS = {
    Support.SUPPORTED: Sign.FINE,
    Support.ENDED: Sign.ATTENTION,
    Support.UNKNOWN: Sign.COULD_NOT_CHECK,
}


class UpdatesPage(StepPage):
    """System, secure connections, mail programs, and where updates come from."""

    name = "step.updates"
    step = Step.UPDATES
    probes = ("computer", "mail_programs")

    def show_record(self, record: RunRecord) -> None:
        """The system first, then the programs."""
        computer = record.case.facts("computer", ComputerFacts)
        if computer is not None:
            self._show_system(computer)
        programs = record.case.facts("mail_programs", MailProgramsFacts)
        if programs is not None:
            self._show_programs(programs)
        if computer is not None:
            card = self.card("updates.where")
            known = computer.system if computer.system in ("Windows", "macOS") else "Linux"
            card.add(Text(self.say(f"updates.where.{known}")))

    def _show_system(self, computer: ComputerFacts) -> None:
        card = self.card("updates.system")
        tls = "new" if computer.tls_1_2 else "old"
        card.add(
            FactRows(
                (
                    (self.say("updates.system.name"), computer.name),
                    (self.say("updates.tls"), self.say(f"updates.tls.{tls}")),
                )
            )
        )
        words = f"updates.system.{computer.support.value}"
        if computer.support is not Support.UNKNOWN and not computer.support_ends:
            words += "_undated"
        text = self.say(words, date=computer.support_ends)
        card.add(StatusLine(_SIGNS[computer.support], text, TextRole.STRONG))
        if computer.table_date:
            card.add(Muted(self.say("updates.table", date=computer.table_date)))

    def _show_programs(self, facts: MailProgramsFacts) -> None:
        card = self.card("updates.programs")
        for program in facts.programs:
            text = self.say(
                f"updates.program.{program.support.value}",
                name=program.name,
                version=program.version,
            )
            card.add(StatusLine(_SIGNS[program.support], text))
            if program.newest:
                newest = self.say(
                    "updates.program.newest", version=program.newest, date=program.newest_as_of
                )
                card.add(Muted(newest))
        if not facts.programs:
            card.add(self.text("updates.programs.none"))
