import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, TopicPartition

from tests.pipeline import Pipeline, engage_here, eventually
from tests.shared_engines import SharedEngines

pytestmark = pytest.mark.engines

SAMPLES = Path(__file__).parent / "samples" / "sheets"
FACTS = "SELECT gathering, revision, visits FROM engagement.period_counts FINAL"
TOPIC = "engagement.regional-event.v1"
MAPPING = """
programme = "regional-event"
source = "sheet:{}"
layout = "wide"
columns = {{ venue = "Library" }}
period = {{ unit = "month" }}
venues = {{ prefix = "library:" }}
"""


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Pipeline]:
    with Pipeline(tmp_path_factory.mktemp("sheets"), engines) as running:
        worker = running.start_worker()
        eventually(lambda: running.log_of(worker), lambda text: "worker.started" in text)
        yield running


class Sheet:
    """A sheet that is imported again and again, with a journal of its own."""

    def __init__(self, pipeline: Pipeline, folder: Path, name: str) -> None:
        self.pipeline = pipeline
        self.folder = folder
        self.source = f"sheet:{name}"
        self.mapping = folder / f"{name}.toml"
        self.mapping.write_text(MAPPING.format(name))
        self.environment = pipeline.environment | {"ENGAGE_SHEET_DIR": str(folder / "journals")}

    def run(self, text: str, *options: str, **environment: str) -> Any:
        file = self.folder / "sheet.csv"
        file.write_text(text)
        arguments = ("import", "sheet", str(file), "--mapping", str(self.mapping), *options)
        return engage_here(self.environment | environment, *arguments)

    def imported(self, text: str, *options: str) -> Any:
        result = self.run(text, "--json", *options)
        assert result.returncode == 0, result.stdout + result.stderr
        self.pipeline.wait_until_consumed()
        return json.loads(result.stdout)

    def stored(self) -> list[tuple[Any, ...]]:
        """What holds now: gathering, revision, visits; nothing of what was taken back."""
        rows = self.pipeline.query(f"{FACTS} WHERE source = '{self.source}' AND NOT retracted ORDER BY gathering")
        return [tuple(row) for row in rows]


@pytest.fixture
def sheet(pipeline: Pipeline, tmp_path: Path, request: pytest.FixtureRequest) -> Sheet:
    return Sheet(pipeline, tmp_path, request.node.name.replace("_", "-")[:60])


def in_kafka(pipeline: Pipeline, source: str) -> list[bytes]:
    consumer = KafkaConsumer(bootstrap_servers=pipeline.settings.kafka_bootstrap, enable_auto_commit=False)
    try:
        partitions = [TopicPartition(TOPIC, number) for number in consumer.partitions_for_topic(TOPIC) or ()]
        consumer.assign(partitions)
        consumer.seek_to_beginning()
        ends = consumer.end_offsets(partitions)
        read: list[bytes] = []
        while any(consumer.position(one) < ends[one] for one in partitions):
            for batch in consumer.poll(timeout_ms=500).values():
                read += [record.value for record in batch if f'"{source}"'.encode() in record.value]
        return read
    finally:
        consumer.close()


def test_the_library_sheet_is_imported_and_twice_is_the_same(
    pipeline: Pipeline, shared_data: Path, tmp_path: Path
) -> None:
    """Its recorded cells sum to 21,063,804, those of 2008 too; 918 blank cells are no facts; again: the same bytes."""
    environment = pipeline.environment | {"ENGAGE_SHEET_DIR": str(tmp_path)}
    file, mapping = shared_data / "newcastle_library_visits.csv", SAMPLES / "library_visits.toml"
    facts = (
        "SELECT count(), sum(visits), min(first_day) FROM engagement.period_counts FINAL "
        "WHERE source = 'sheet:library-visits'"
    )
    everything = "SELECT * FROM engagement.period_counts FINAL WHERE source = 'sheet:library-visits' ORDER BY gathering"
    told = []
    for _ in range(2):
        result = engage_here(environment, "import", "sheet", str(file), "--mapping", str(mapping), "--json")
        assert result.returncode == 0, result.stderr
        told.append(json.loads(result.stdout))
        pipeline.wait_until_consumed()
        ((count, visits, first_day),) = pipeline.query(facts)
        assert (count, visits, str(first_day)) == (2768, 21_063_804, "2008-04-01")
    assert [(one["visits"], one["not_recorded"], one["acknowledged"]) for one in told] == [(21_063_804, 918, 2768)] * 2
    assert [(one["new"], one["unchanged"]) for one in told] == [(2768, 0), (0, 2768)]
    values = in_kafka(pipeline, "sheet:library-visits")
    assert (len(values), len(set(values))) == (2 * 2768, 2768)
    rows = pipeline.query(everything)
    shutil.rmtree(tmp_path)
    result = engage_here(environment, "import", "sheet", str(file), "--mapping", str(mapping), "--json")
    assert json.loads(result.stdout)["unchanged"] == 2768
    pipeline.wait_until_consumed()
    assert len(set(in_kafka(pipeline, "sheet:library-visits"))) == 2768
    assert len(pipeline.query(everything)) == len(rows)


def test_a_changed_count_replaces_and_a_blank_cell_takes_back(sheet: Sheet) -> None:
    """What is stored follows the file, whichever way it changes."""
    sheet.imported("Library,2023-1,2023-2\nCity,10,20\n")
    assert sheet.stored() == [("library:city:2023-01", 1, 10), ("library:city:2023-02", 1, 20)]
    told = sheet.imported("Library,2023-1,2023-2\nCity,10,25\n")
    assert (told["changed"], told["unchanged"], told["taken_back"]) == (1, 1, 0)
    assert sheet.stored() == [("library:city:2023-01", 1, 10), ("library:city:2023-02", 2, 25)]
    assert sheet.imported("Library,2023-1,2023-2\nCity,,25\n")["taken_back"] == 1
    assert sheet.stored() == [("library:city:2023-02", 2, 25)]
    sheet.imported("Library,2023-1,2023-2\nCity,10,25\n")
    assert sheet.stored() == [("library:city:2023-01", 3, 10), ("library:city:2023-02", 2, 25)]


def test_a_lost_journal_loses_and_doubles_nothing(sheet: Sheet) -> None:
    """What is stored says which revision a change has to pass."""
    for visits in (1, 2, 3):
        sheet.imported(f"Library,2023-1\nCity,{visits}\n")
    shutil.rmtree(sheet.folder / "journals")
    assert sheet.imported("Library,2023-1\nCity,3\n")["unchanged"] == 1
    shutil.rmtree(sheet.folder / "journals")
    sheet.imported("Library,2023-1\nCity,4\n")
    assert sheet.stored() == [("library:city:2023-01", 4, 4)]


def test_changes_that_no_worker_has_stored_yet_still_follow_each_other(sheet: Sheet) -> None:
    """The journal knows what is under way, and the store is not asked; the last file holds."""
    nowhere = {"ENGAGE_CLICKHOUSE_URL": "http://127.0.0.1:9"}
    for visits in (5, 6, 7):
        result = sheet.run(f"Library,2023-1\nCity,{visits}\n", "--first", **nowhere)
        assert result.returncode == 0, result.stderr
    sheet.pipeline.wait_until_consumed()
    assert sheet.stored() == [("library:city:2023-01", 3, 7)]
    result = sheet.run("Library,2023-1\nCity,8\n", **nowhere)
    assert (result.returncode, "What was sent from this machine is known" in result.stderr) == (0, True)


def test_without_store_and_journal_nothing_is_guessed(sheet: Sheet) -> None:
    """Exit code 3 and what helps; nothing is sent."""
    result = sheet.run("Library,2023-1\nCity,5\n", ENGAGE_CLICKHOUSE_URL="http://127.0.0.1:9")
    assert result.returncode == 3
    assert "Add --first if it never was" in result.stderr
    assert in_kafka(sheet.pipeline, sheet.source) == []


def test_a_broker_that_is_away_costs_nothing(sheet: Sheet) -> None:
    """Exit code 3; the same file again sends what did not arrive."""
    text = "Library,2023-1,2023-2\nCity,5,x\n"
    away = sheet.run(text, ENGAGE_KAFKA_BOOTSTRAP="127.0.0.1:9", ENGAGE_KAFKA_TIMEOUT="0.5")
    assert away.returncode == 3
    again = sheet.run(text)
    assert again.returncode == 1, "one cell is refused, the other is sent"
    assert "numbers.not_recorded" in again.stdout
    sheet.pipeline.wait_until_consumed()
    assert sheet.stored() == [("library:city:2023-01", 1, 5)]


def test_a_dry_run_asks_nobody_and_leaves_nothing(sheet: Sheet) -> None:
    """What would be counted, by venue and period, without Kafka, ClickHouse or a journal."""
    nowhere = {"ENGAGE_CLICKHOUSE_URL": "http://127.0.0.1:9", "ENGAGE_KAFKA_BOOTSTRAP": "127.0.0.1:9"}
    text = "Library,2023-1,2023-2\nCity,5,\nEast,6,7\n"
    result = sheet.run(text, "--dry-run", "--json", **nowhere)
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert (told["counts"], told["visits"], told["not_recorded"], told["new"]) == (3, 18, 1, 3)
    assert told["by_venue"] == {"library:city": 5, "library:east": 13}
    assert told["by_period"] == {"2023-01": 11, "2023-02": 7}
    assert not (sheet.folder / "journals").exists()
    assert "Blank cells: not recorded" in sheet.run(text, "--dry-run", **nowhere).stdout


def test_a_wrong_mapping_ends_with_2(sheet: Sheet) -> None:
    """It names the key and its value; a file that is not there is told too."""
    sheet.mapping.write_text('layuot = "wide"')
    result = sheet.run("Library,2023-1\nCity,5\n")
    assert result.returncode == 2
    assert "layuot = 'wide' is no key of a mapping" in result.stderr
    assert sheet.run("", "--mapping", "/nowhere.toml").returncode == 2
