"""Screen 96: whether this system and its mail programs still get updates."""

from datetime import date

from ui.pages.step_page import StepPage
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.facts import FactRows
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Text
from wizard.facts.computer import ComputerFacts, MailProgram, MailProgramsFacts, Support
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
        if computer.table_too_old and computer.support is Support.UNKNOWN:
            text = self.say("updates.too_old.system", date=computer.table_date)
        card.add(StatusLine(_SIGNS[computer.support], text, TextRole.STRONG))
        if computer.table_date:
            card.add(Muted(self.say("updates.table", date=computer.table_date)))

    def _show_programs(self, facts: MailProgramsFacts) -> None:
        card = self.card("updates.programs")
        for program in facts.programs:
            self._show_program(card, program)
        if any(one.table_too_old for one in facts.programs):
            card.add(self.text("updates.too_old.check"))
        if not facts.programs:
            card.add(self.text("updates.programs.none"))

    def _show_program(self, card: Card, program: MailProgram) -> None:
        name, version, as_of = program.name, program.version, program.newest_as_of
        if program.table_too_old and program.support is Support.UNKNOWN:
            text = self.say("updates.too_old.program", name=name, version=version, date=as_of)
        else:
            text = self.say(f"updates.program.{program.support.value}", name=name, version=version)
        card.add(StatusLine(_SIGNS[program.support], text))
        if program.newest and as_of == date.today().isoformat():
            card.add(Muted(self.say("updates.newest_today", version=program.newest)))
        elif program.newest:
            newest = self.say("updates.program.newest", version=program.newest, date=as_of)
            card.add(Muted(newest))
        if program.instead and program.support is Support.ENDED:
            card.add(Text(self.say("updates.instead", instead=program.instead)))
