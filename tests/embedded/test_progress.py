"""What a person sees while something goes on, where there is no terminal."""

import itertools

import pytest

from embedded.errors import EngineStartError
from embedded.progress import Progress


def test_a_line_a_stage_with_the_seconds_that_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    """However often a stage is told of; what is at its end at once has no time; the last line is of all."""
    ticks = itertools.count()
    with Progress(clock=lambda: float(next(ticks))) as progress:
        for done in range(100):
            progress.stage("download Kafka (45 MB, once)", done * 1000, None)
        progress.stage("start Kafka and ClickHouse", 0, None)
        progress.stage("ready: Ctrl-C stops", 1, 1)
    assert capsys.readouterr().err.splitlines() == [
        "download Kafka (45 MB, once) … 1.0 s",
        "start Kafka and ClickHouse … 1.0 s",
        "ready: Ctrl-C stops",
        "done in 6.0 s",
    ]


def test_an_error_begins_on_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    """The stage that failed keeps its line, and nothing says that all is done."""

    def fail() -> None:
        with Progress(clock=lambda: 0.0) as progress:
            progress.stage("start Kafka and ClickHouse", 0, None)
            raise EngineStartError

    with pytest.raises(EngineStartError):
        fail()
    assert capsys.readouterr().err == "start Kafka and ClickHouse … 0.0 s\n"
