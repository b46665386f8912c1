"""Whether a sign-in page stands between this computer and the internet, and what time it is there.

Two pages of different companies with known answers are fetched: one odd answer is a filter, two
are a portal. Their Date headers tell the time, which decides about certificates.
"""

import asyncio
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from wizard.facts.network import PortalAnswer, PortalFacts
from wizard.measure import system_opinion, web
from wizard.measure.endpoints import PortalPage, endpoints
from wizard.measure.probe import Context
from wizard.measure.world import World

_PAGE_SECONDS = 3.0
# Clocks that disagree by more than this are no clocks to go by.
_AGREEMENT_SECONDS = 60.0


async def run(context: Context) -> PortalFacts:
    """Fetch the pages, ask the operating system."""
    return await measure(context.world, endpoints().portal)


async def measure(world: World, pages: Sequence[PortalPage]) -> PortalFacts:
    """Fetch `pages` at once."""
    opinion, fetched = await asyncio.gather(
        system_opinion.ask(), asyncio.gather(*(_page(world, page) for page in pages))
    )
    clocks = [ahead for answer, ahead in fetched if answer.expected and ahead is not None]
    return PortalFacts(
        answers=tuple(answer for answer, _ in fetched),
        clock_ahead_seconds=agreed_clock(clocks),
        system_opinion=opinion,
    )


async def _page(world: World, page: PortalPage) -> tuple[PortalAnswer, float | None]:
    got = await web.fetch(world, page.url, _PAGE_SECONDS)
    ahead = clock_ahead(world.now(), got.headers.get("date", ""))
    as_known = got.status == page.status and page.body_contains.encode() in got.body
    answer = PortalAnswer(
        url=page.url,
        expected=as_known if got.status is not None else None,
        status=got.status,
        location=got.headers.get("location", ""),
        error=got.error,
    )
    return answer, ahead


def clock_ahead(now: datetime, date: str) -> float | None:
    """Seconds by which `now` is ahead of a Date header; None when there is no date in it."""
    try:
        told = parsedate_to_datetime(date)
    except (ValueError, TypeError, OverflowError):
        return None
    told = told.replace(tzinfo=UTC) if told.tzinfo is None else told
    return (now - told).total_seconds()


def agreed_clock(ahead: Sequence[float]) -> float | None:
    """The median when the clocks agree; None when there is none or they do not."""
    if not ahead or max(ahead) - min(ahead) > _AGREEMENT_SECONDS:
        return None
    return statistics.median(ahead)
