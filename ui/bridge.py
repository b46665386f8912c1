"""The only crossing between the window and the engine.

The engine has a thread and an asyncio loop of its own. Jobs go in as coroutines; immutable values
come out as signals, received on the window's thread. After `stop` a job's answer is dropped.
"""

import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from wizard.errors import BadInput, CouldNotDo

if TYPE_CHECKING:
    import asyncio
    from concurrent.futures import Future

    from ui.engine import Engine

Job = Callable[["Engine"], Coroutine[Any, Any, Any]]
Then = Callable[[Any], None]
Trouble = Callable[[BadInput | CouldNotDo], None]
_JOIN_SECONDS = 2.0


class Work:
    """One job on its way. `stop` cancels it; nobody hears its answer then."""

    def __init__(self, job: Job, then: Then | None, trouble: Trouble | None) -> None:
        self.job = job
        self.then = then
        self.trouble = trouble
        self.tell: Callable[[Any], None] | None = None
        self.stopped = False
        self.future: Future[Any] | None = None

    def stop(self) -> None:
        """Cancel the job, at once for the window and within a second for the engine."""
        self.stopped = True
        if self.future is not None:
            self.future.cancel()


class Bridge(QObject):
    """Runs jobs on the engine's thread. `fault` carries exceptions that are bugs."""

    fault = Signal(object)
    _answered = Signal(object, object)
    _told = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._waiting: list[Work] = []
        self._first: list[Callable[[Engine], None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._engine: Engine | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._open: set[Work] = set()
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any job is on its way."""
        return any(not work.stopped for work in self._open)

    def prepare(self, first: Callable[["Engine"], None]) -> None:
        """Done to the engine before any job, without starting it: the first frame comes first."""
        with self._lock:
            engine = self._engine
            if engine is None:
                self._first.append(first)
        if engine is not None:
            first(engine)

    def start(self) -> None:
        """Start the engine's thread; jobs asked for before simply wait."""
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._live, name="engine", daemon=True)
            self._thread.start()

    def ask(self, job: Job, then: Then | None = None, trouble: Trouble | None = None) -> Work:
        """Do a job in the engine; `then` gets its answer, `trouble` a sentence to show."""
        return self._submit(Work(job, then, trouble))

    def ask_telling(
        self,
        job: Callable[["Engine", Callable[[Any], None]], Coroutine[Any, Any, Any]],
        tell: Callable[[Any], None],
        then: Then,
        trouble: Trouble | None = None,
    ) -> Work:
        """Like `ask`, for jobs that tell values while they go; `tell` hears them in order."""
        work = Work(lambda _: _nothing(), then, trouble)
        work.tell = tell
        work.job = lambda engine: job(engine, lambda event: self._told.emit(work, event))
        return self._submit(work)

    def close(self) -> None:
        """End everything and the thread, within moments. A window may be closed twice."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._waiting.clear()
            loop = self._loop
        if loop is not None:
            loop.call_soon_threadsafe(loop.stop)
        if self._thread is not None:
            self._thread.join(_JOIN_SECONDS)

    def _submit(self, work: Work) -> Work:
        with self._lock:
            if self._closed:
                work.stopped = True
                return work
            self._open.add(work)
            if self._loop is None:
                self._waiting.append(work)
                self.start()
            else:
                self._begin(work)
        return work

    def _begin(self, work: Work) -> None:
        import asyncio

        assert self._loop is not None
        assert self._engine is not None
        if work.stopped:
            self._open.discard(work)
            return
        future = asyncio.run_coroutine_threadsafe(work.job(self._engine), self._loop)
        work.future = future
        future.add_done_callback(lambda _: self._answered.emit(work, future))

    def _live(self) -> None:
        """The engine's thread, from its first import to its last task."""
        import asyncio

        from ui.engine import Engine

        loop = asyncio.new_event_loop()
        with self._lock:
            self._loop, self._engine = loop, Engine()
            for first in self._first:
                first(self._engine)
            for work in self._waiting:
                self._begin(work)
            self._waiting.clear()
            closed = self._closed
        if not closed:
            loop.run_forever()
        _end(loop, self._engine)

    @Slot(object, object)
    def _deliver(self, work: Work, future: "Future[Any]") -> None:
        self._open.discard(work)
        if work.stopped or future.cancelled():
            return
        trouble = future.exception()
        if trouble is None:
            if work.then is not None:
                work.then(future.result())
        elif isinstance(trouble, BadInput | CouldNotDo) and work.trouble is not None:
            work.trouble(trouble)
        else:
            _log_fault(trouble)
            self.fault.emit(trouble)

    @Slot(object, object)
    def _pass_on(self, work: Work, event: object) -> None:
        if not work.stopped and work.tell is not None:
            work.tell(event)


def _log_fault(fault: BaseException) -> None:
    import logging

    logging.getLogger(__name__).error("a job of the engine failed", exc_info=fault)


async def _nothing() -> None:
    """Nothing to do."""


def _end(loop: "asyncio.AbstractEventLoop", engine: "Engine") -> None:
    import asyncio

    others = asyncio.all_tasks(loop)

    async def finish() -> None:
        for task in others:
            task.cancel()
        if others:
            await asyncio.wait(others, timeout=1.0)
        await engine.close()

    try:
        loop.run_until_complete(asyncio.wait_for(finish(), 1.5))
    except TimeoutError:
        import logging

        logging.getLogger(__name__).warning("the engine did not end in time")
    finally:
        loop.close()
