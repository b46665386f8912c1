"""One run: starts every probe as soon as its needs are met, keeps the journal, has it judged.

Rules: a probe that fails never stops the others; each has its deadline; cancelling ends all of
them within a second; the time of a run is that of its longest chain, not the sum.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence

from wizard import __version__
from wizard.account import Account, Secret
from wizard.events import Event, ProbeFinished, ProbeStarted, ProbeWaiting, RunFinished
from wizard.journal import Journal, RunBegan
from wizard.judge.case import Case
from wizard.judge.diagnose import diagnose
from wizard.judge.reply import explain
from wizard.measure.plan import PROBES
from wizard.measure.probe import Context, Probe
from wizard.measure.server_gate import DEFAULT_BUDGET, ServerGate
from wizard.measure.world import World
from wizard.observation import NotRun, Observation, Outcome
from wizard.recent import LINK
from wizard.record import RunRecord

log = logging.getLogger(__name__)

Tell = Callable[[Event], None]


def _silent(_: Event) -> None:
    """Nobody listens."""


class Session:
    """An account, what may be touched, and the run that tests it.

    `already` are observations of an interrupted run; they are kept, not made again.
    `recent` are those of a run a moment ago (see wizard.recent), kept while the link is the same.
    `message_size`: bytes of a message whose size the server is asked about, without its data.
    `budget` is the greatest number of connections to the account's server in this run.
    """

    def __init__(
        self,
        account: Account,
        *,
        password: Secret | None = None,
        world: World | None = None,
        error_text: str = "",
        send_test: bool = False,
        message_size: int | None = None,
        probes: Sequence[Probe] = PROBES,
        journal: Journal | None = None,
        already: Mapping[str, Observation] | None = None,
        recent: Mapping[str, Observation] | None = None,
        budget: int = DEFAULT_BUDGET,
    ) -> None:
        self.account = account
        # Never to a server that an unprotected source named; the judge says so.
        self._password = password if account.server_is_proven else None
        self._world = world or World()
        self._error_text = error_text.strip()
        self._send_test = send_test
        self._message_size = message_size
        self._probes = tuple(probes)
        self._journal = journal
        self._already = dict(already or {})
        self._recent = dict(recent or {})
        self._server = ServerGate(budget)

    async def run(self, tell: Tell = _silent) -> RunRecord:
        """Run every probe, judge, and return the record. Cancelling leaves a journal to resume."""
        started, began = self._world.now(), self._world.monotonic()
        self._begin_journal()
        try:
            known = await _Schedule(self, tell, began).run()
        except BaseException:
            if self._journal:
                self._journal.close()
            raise
        case = Case(
            account=self.account,
            observations=known,
            pasted=explain(self._error_text) if self._error_text else None,
            judged_at=self._world.now(),
            outside_allowed=self._world.outside,
        )
        diagnosis = diagnose(case)
        record = RunRecord(
            program_version=__version__,
            started=started,
            seconds=self._world.monotonic() - began,
            connections=sum(o.connections for o in known.values()),
            case=case,
            diagnosis=diagnosis,
            practice=self._world.practice,
        )
        if self._journal:
            self._journal.end()
        tell(RunFinished(diagnosis))
        return record

    def _begin_journal(self) -> None:
        if self._journal is None:
            return
        self._journal.begin(
            RunBegan(
                version=__version__,
                started=self._world.now(),
                account=self.account,
                error_text=self._error_text,
                outside=self._world.outside,
            )
        )
        for observation in self._already.values():
            self._journal.observed(observation)


class _Schedule:
    """The probes of one run in flight."""

    def __init__(self, session: Session, tell: Tell, began: float) -> None:
        self._session = session
        self._tell = tell
        self._began = began
        self._known: dict[str, Observation] = {}
        self._done = {probe.id: asyncio.Event() for probe in session._probes}
        self._by_id = {probe.id: probe for probe in session._probes}

    async def run(self) -> dict[str, Observation]:
        async with asyncio.TaskGroup() as group:
            for probe in self._session._probes:
                group.create_task(self._one(probe), name=probe.id)
        return self._known

    async def _one(self, probe: Probe) -> None:
        for other in (*probe.needs, *probe.after):
            if other in self._done:
                await self._done[other].wait()
        observation = self._session._already.get(probe.id) or await self._kept(probe)
        if observation is None:
            observation = await self._observe(probe)
        self._finish(probe, observation)

    async def _kept(self, probe: Probe) -> Observation | None:
        """What was measured a moment ago, if this computer still stands in the same network."""
        earlier, link = (self._session._recent.get(name) for name in (probe.id, LINK))
        if earlier is None or link is None or probe.id == LINK or LINK not in self._done:
            return None
        await self._done[LINK].wait()
        same_network = self._known[LINK].facts == link.facts
        wanted = self._hindrance(probe, self._context(probe)) is None
        return earlier if same_network and wanted else None

    def _finish(self, probe: Probe, observation: Observation) -> None:
        self._known[probe.id] = observation
        if self._session._journal and probe.id not in self._session._already:
            self._session._journal.observed(observation)
        self._done[probe.id].set()
        planned = len(self._session._probes)
        self._tell(ProbeFinished(observation, probe.step, len(self._known), planned))

    async def _observe(self, probe: Probe) -> Observation:
        context = self._context(probe)
        hindrance = self._hindrance(probe, context)
        if hindrance:
            return self._not_run(probe, *hindrance)
        self._tell(ProbeStarted(probe.id, probe.step))
        started, before = context.world.now(), context.world.monotonic()
        connections_before = context.server.made
        facts, outcome, detail = None, Outcome.MEASURED, ""
        try:
            async with asyncio.timeout(probe.deadline_seconds) as deadline:
                facts = await probe.run(context)
        except TimeoutError:
            outcome = Outcome.TIMED_OUT if deadline.expired() else Outcome.BROKE
        except Exception as fault:
            outcome, detail = Outcome.BROKE, type(fault).__name__
            log.exception("probe %s broke", probe.id)
        return Observation(
            probe=probe.id,
            started=started,
            took_seconds=context.world.monotonic() - before,
            outcome=outcome,
            facts=facts,
            detail=detail,
            transcript=tuple(context.transcript),
            connections=context.server.made - connections_before if probe.asks_server else 0,
        )

    def _context(self, probe: Probe) -> Context:
        session = self._session

        def waiting(what: str, until_seconds: float) -> None:
            self._tell(ProbeWaiting(probe.id, what, until_seconds))

        return Context(
            account=session.account,
            password=session._password,
            world=session._world,
            server=session._server,
            known=self._known,
            began=self._began,
            waiting=waiting,
            error_text=session._error_text,
            send_test=session._send_test,
            message_size=session._message_size,
        )

    def _hindrance(self, probe: Probe, context: Context) -> tuple[NotRun, str] | None:
        if probe.outside and not context.world.outside:
            return NotRun.NOT_ALLOWED, ""
        if not probe.needed(context):
            return NotRun.NOT_NEEDED, ""
        for need in probe.needs:
            observation = self._known.get(need)
            if observation is None or observation.facts is None:
                return NotRun.NEED_FAILED, need
            if not self._by_id[need].enables(observation.facts):
                return NotRun.NEED_FAILED, need
        return None

    def _not_run(self, probe: Probe, reason: NotRun, because: str) -> Observation:
        return Observation(
            probe=probe.id,
            started=self._session._world.now(),
            took_seconds=0.0,
            outcome=Outcome.NOT_RUN,
            reason=reason,
            because=because,
        )
