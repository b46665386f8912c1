"""What probes measured, as values. No opinion, no sentences, no secrets.

A new kind of facts is one Struct in a file here, named in `Facts` below.
"""

from typing import TypeAlias

from wizard.facts.blocklists import BlocklistFacts, PublicAddressFacts
from wizard.facts.computer import (
    ComputerFacts,
    MailConnectionsFacts,
    MailProgramsFacts,
    MailQueueFacts,
    OutboxFacts,
)
from wizard.facts.names import ResolverFacts, ServerNameFacts
from wizard.facts.network import InternetFacts, LineFacts, LinkFacts, PortalFacts
from wizard.facts.server import OtherPortsFacts, ServerFacts

Facts: TypeAlias = (
    LinkFacts
    | InternetFacts
    | LineFacts
    | PortalFacts
    | ResolverFacts
    | ServerNameFacts
    | ServerFacts
    | OtherPortsFacts
    | PublicAddressFacts
    | BlocklistFacts
    | ComputerFacts
    | MailProgramsFacts
    | MailConnectionsFacts
    | OutboxFacts
    | MailQueueFacts
)
