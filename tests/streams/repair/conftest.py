"""A pipeline with a worker for the modules of this folder that need both engines."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from typer.testing import CliRunner

import engage
from producers.emitter import Emitter
from schemas.programmes import Programme
from tests.pipeline import Pipeline
from tests.shared_engines import SharedEngines
from tests.streams.repair.happenings import Event, payload


class Repairable(Pipeline):
    """A pipeline into which anything can be sent."""

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command in this process, and give its exit code, what it printed, and that with what it said beside."""
        given = {name: value for name, value in self.environment.items() if name.startswith("ENGAGE_")}
        result = CliRunner().invoke(engage.app, arguments, prog_name="engage", env=given)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.output

    def reported(self, *arguments: str) -> Any:
        """Run a command that prints JSON, and give that."""
        code, printed, said = self.run(*arguments)
        assert printed.startswith(("{", "[")), (code, said)
        return json.loads(printed)

    def send(self, *events: Event | bytes, programme: Programme = Programme.YOUTH_CENTRE) -> None:
        """Send events, right or wrong, and wait until a worker has stored what became of them."""
        with Emitter(self.settings.kafka_bootstrap) as emitter:
            for event in events:
                key = b"" if isinstance(event, bytes) else event["subject"].encode()
                emitter.send_raw(programme.topic, key, event if isinstance(event, bytes) else payload(event))
        self.wait_until_consumed()

    def places(self, *options: str) -> Sequence[str]:
        """The places of the dead letters that fit."""
        listed = self.reported("dead-letters", "list", "--json", "--limit", "1000", *options)
        return [letter["place"] for letter in listed["letters"]]


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Repairable]:
    with Repairable(tmp_path_factory.mktemp("repair"), engines, partitions=2) as running:
        running.start_worker("--quiet")
        yield running
