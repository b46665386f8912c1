"""Screen 95: this connection's public address, and what each list says about it, rightly read."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ui.pages.step_page import StepPage
from ui.theme import TextRole
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Exact, Muted, Text
from wizard.facts.blocklist_table import Blocklist, ListingKind, blocklist
from wizard.facts.blocklists import BlocklistFacts, Listing, ListingResult, PublicAddressFacts
from wizard.messages import Message
from wizard.record import RunRecord
from wizard.vocabulary import Step

_NOT_THE_PERSONS_FAULT = (ListingKind.POLICY, ListingKind.NEIGHBOURHOOD)


class BlocklistsPage(StepPage):
    """A home line on a policy list is normal; a list that does not answer says nothing."""

    name = "step.blocklists"
    step = Step.BLOCKLISTS
    probes = ("public_address", "blocklists")

    def show_record(self, record: RunRecord) -> None:
        """The address, then list by list."""
        address = record.case.facts("public_address", PublicAddressFacts)
        known = [a for a in (address.ipv4, address.ipv6) if a] if address else []
        card = self.card("blocklists.address")
        for one in known:
            card.add(Exact(one, TextRole.VALUE))
        if not known:
            card.add(self.text("blocklists.address.unknown"))
        card.add(Muted(self.say("blocklists.through_provider")))
        facts = record.case.facts("blocklists", BlocklistFacts)
        lists = self.card("blocklists.lists")
        for number, listing in enumerate(facts.listings if facts else ()):
            self._show_listing(lists, listing, number)
        if facts is None or not facts.listings:
            lists.add(self.text("blocklists.none"))

    def _show_listing(self, card: Card, listing: Listing, number: int) -> None:
        known = blocklist(listing.list_id)
        name = known.name if known else listing.list_id
        if listing.result is not ListingResult.LISTED:
            fine = listing.result is ListingResult.NOT_LISTED
            sign = Sign.FINE if fine else Sign.COULD_NOT_CHECK
            card.add(StatusLine(sign, self.say(f"blocklists.{listing.result.value}", name=name)))
            return
        codes = [known.code(code) for code in listing.codes] if known else []
        kinds = {code.kind for code in codes if code is not None}
        normal = bool(kinds) and kinds <= set(_NOT_THE_PERSONS_FAULT)
        words = self.say("blocklists.normal" if normal else "blocklists.listed", name=name)
        card.add(StatusLine(Sign.NOTE if normal else Sign.ATTENTION, words, TextRole.STRONG))
        for kind in sorted(kinds):
            card.add(Text(self.say(Message(f"listing.{kind.value}"))))
        if listing.text:
            card.add(Muted(self.say("blocklists.said", text=listing.text)))
        if known is not None and not normal:
            self._show_removal(card, known, listing.address, number)

    def _show_removal(self, card: Card, known: Blocklist, address: str, number: int) -> None:
        card.add(Text(self.say(f"blocklists.remover.{known.remover.value}")))
        page = known.page_for(address)
        if not page.startswith("https://"):
            return
        label = self.say("blocklists.open_page", name=known.name)
        link = Button(label, self.id(f"open_{number}"), "link")
        link.setAccessibleDescription(page)
        link.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(page)))
        card.add(link)
