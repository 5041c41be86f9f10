"""The worker keeps its promises: the last change wins, nothing after stop, errors are reported."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from playground.engine.worker import Pause, Worker


class Recording:
    """A job that notes what became of it; `hold` keeps it in its first piece until released."""

    def __init__(self, pieces: int = 1, error: BaseException | None = None) -> None:
        self.pieces = pieces
        self.error = error
        self.began = threading.Event()
        self.ended = threading.Event()
        self.hold = threading.Event()
        self.hold.set()
        self.done = 0
        self.failure: BaseException | None = None

    def work(self) -> Iterator[object]:
        self.began.set()
        try:
            self.hold.wait(10)
            if self.error is not None:
                raise self.error
            for _ in range(self.pieces):
                self.done += 1
                yield None
        finally:
            if self.error is None:
                self.ended.set()

    def fail(self, error: BaseException) -> None:
        self.failure = error
        self.ended.set()


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker("under test")
    yield made
    assert made.close()


def test_a_job_is_driven_to_its_end(worker: Worker) -> None:
    job = Recording(pieces=5)
    worker.start(job)
    assert job.ended.wait(10)
    assert job.done == 5


def test_the_last_of_a_thousand_rapid_changes_is_the_one_that_completes(worker: Worker) -> None:
    first = Recording(pieces=10**9)
    first.hold.clear()
    worker.start(first)
    assert first.began.wait(10)
    jobs = [Recording(pieces=3) for _ in range(1000)]
    for job in jobs:
        worker.start(job)
    first.hold.set()
    assert jobs[-1].ended.wait(10)
    assert jobs[-1].done == 3
    assert not any(job.began.is_set() for job in jobs[:-1])
    assert first.done == 1


def test_an_endless_job_is_left_at_the_next_piece_when_cancelled(worker: Worker) -> None:
    job = Recording(pieces=10**9)
    job.hold.clear()
    worker.start(job)
    assert job.began.wait(10)
    worker.cancel()
    job.hold.set()
    assert job.ended.wait(10)
    assert job.done == 1


@pytest.mark.parametrize("error", [ValueError("no"), MemoryError(), KeyboardInterrupt()])
def test_a_failing_job_is_told_and_the_next_one_still_runs(
    worker: Worker, error: BaseException
) -> None:
    failing, following = Recording(error=error), Recording()
    worker.start(failing)
    assert failing.ended.wait(10)
    assert failing.failure is error
    worker.start(following)
    assert following.ended.wait(10)


def test_closing_in_the_middle_of_an_endless_job_ends_the_thread() -> None:
    worker = Worker("closing")
    job = Recording(pieces=10**9)
    worker.start(job)
    assert job.began.wait(10)
    assert worker.close()
    assert not any(thread.name == "closing" for thread in threading.enumerate())
    assert job.ended.is_set()


def test_closing_before_any_job_ends_the_thread() -> None:
    assert Worker("idle").close()


def test_closing_may_let_what_was_handed_over_finish() -> None:
    worker = Worker("finishing")
    job = Recording(pieces=1000)
    worker.start(job)
    assert worker.close(finish=True)
    assert job.done == 1000


def test_jobs_of_different_names_take_turns(worker: Worker) -> None:
    long, brief = Recording(pieces=10**9), Recording(pieces=3)
    worker.start(long, "map")
    assert long.began.wait(10)
    worker.start(brief, "picture")
    assert brief.ended.wait(10)
    assert brief.done == 3
    assert not long.ended.is_set()
    worker.cancel("map")
    assert long.ended.wait(10)
    assert long.done < 10**9


def test_a_job_replaces_only_the_one_of_its_name(worker: Worker) -> None:
    first, other, second = (Recording(pieces=10**9) for _ in range(3))
    worker.start(first, "map")
    worker.start(other, "sweep")
    assert first.began.wait(10)
    assert other.began.wait(10)
    worker.start(second, "map")
    assert first.ended.wait(10)
    assert second.began.wait(10)
    assert not other.ended.is_set()


def test_a_job_that_fails_leaves_the_others_alone(worker: Worker) -> None:
    failing, other = Recording(error=RuntimeError("boom")), Recording(pieces=1000)
    failing.hold.clear()
    worker.start(failing, "map")
    worker.start(other, "sweep")
    failing.hold.set()
    assert failing.ended.wait(10)
    assert other.ended.wait(10)
    assert other.done == 1000


class Pausing(Recording):
    """A job that asks to be left alone for a day after its first piece."""

    def work(self) -> Iterator[object]:
        self.began.set()
        try:
            yield Pause(86_400.0)
            self.done += 1
            yield None
        finally:
            self.ended.set()


def test_others_get_on_while_a_job_makes_a_pause(worker: Worker) -> None:
    pausing, job = Pausing(), Recording(pieces=100)
    worker.start(pausing, "patient")
    assert pausing.began.wait(10)
    worker.start(job, "other")
    assert job.ended.wait(10)
    assert job.done == 100
    assert pausing.done == 0


def test_a_pause_holds_up_neither_a_cancel_nor_the_close() -> None:
    worker, first, second = Worker("pausing"), Pausing(), Pausing()
    worker.start(first)
    assert first.began.wait(10)
    worker.start(second)
    assert first.ended.wait(10)
    assert second.began.wait(10)
    assert worker.close(timeout=10)
    assert first.done == second.done == 0


def test_a_job_goes_on_after_its_pause(worker: Worker) -> None:
    class Short(Recording):
        def work(self) -> Iterator[object]:
            yield Pause(1e-3)
            yield from super().work()

    job = Short(pieces=3)
    worker.start(job)
    assert job.ended.wait(10)
    assert job.done == 3


class Multiplying(Recording):
    """A job that multiplies two matrices, and notes which threads there are then beside before."""

    def work(self) -> Iterator[object]:
        before = set(TASKS.iterdir())
        product = torch.ones(8, 100) @ torch.ones(100, 3)
        self.more = set(TASKS.iterdir()) - before
        yield product
        self.ended.set()


TASKS = Path("/proc/self/task")


@pytest.mark.skipif(not TASKS.is_dir(), reason="only Linux lists the threads of a process")
def test_a_product_of_matrices_starts_no_threads_beside_the_worker(worker: Worker) -> None:
    torch.set_num_threads(1)  # as a studio does
    job = Multiplying()
    worker.start(job)
    assert job.ended.wait(10)
    assert not job.more


def test_a_held_worker_begins_nothing_until_it_is_let_go_then_the_last_change_wins(
    worker: Worker,
) -> None:
    worker.hold(True)
    jobs = [Recording(), Recording()]
    for job in jobs:
        worker.start(job)
    assert not jobs[0].began.wait(0.1)
    assert not jobs[1].began.is_set()
    worker.hold(False)
    assert jobs[1].ended.wait(10)
    assert jobs[0].done == 0


def test_a_held_worker_leaves_off_in_the_middle_of_a_job_and_goes_on_where_it_was(
    worker: Worker,
) -> None:
    job = Recording(pieces=3)
    job.hold.clear()
    worker.start(job)
    assert job.began.wait(10)
    worker.hold(True)  # in the first piece, which ends
    job.hold.set()
    assert not job.ended.wait(0.1)
    assert job.done == 1
    worker.hold(False)
    assert job.ended.wait(10)
    assert job.done == 3


def test_a_held_worker_can_be_closed() -> None:
    worker, job = Worker("held"), Recording()
    worker.hold(True)
    worker.start(job)
    assert worker.close(timeout=10)
    assert not job.began.is_set()
