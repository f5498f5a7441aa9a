"""Which start archive Java is told to use or to make, and what is kept of a run."""

from pathlib import Path

import pytest

from embedded.kafka_archive import StartArchive
from embedded.kafka_files import KafkaFiles


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KafkaFiles:
    """A Java and a class path, and an empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    java, jar = tmp_path / "java", tmp_path / "kafka.jar"
    java.touch()
    jar.touch()
    return KafkaFiles(java, (jar,))


def kept(folder: Path) -> list[Path]:
    return list((folder / "cache" / "engagement-pipeline").glob("*"))


def made_by(archive: StartArchive) -> Path:
    """Where a run is told to make an archive."""
    (option,) = [option for option in archive.options() if "AOTCacheOutput=" in option]
    return Path(option.partition("=")[2])


def test_what_an_orderly_run_made_is_used_by_every_later_one(files: KafkaFiles, tmp_path: Path) -> None:
    """With the same Java, class path and options, whatever the data directory; with others a new one is made."""
    first = StartArchive(files, ["-Xmx1m"], tmp_path / "one")
    made_by(first).write_text("classes")
    first.keep()
    (archive,) = kept(tmp_path)
    assert archive.read_text() == "classes"
    assert not (tmp_path / "one").exists()
    later = StartArchive(files, ["-Xmx1m"], tmp_path / "two")
    assert f"-XX:AOTCache={archive}" in later.options()
    later.keep()
    assert (kept(tmp_path), archive.read_text()) == ([archive], "classes")
    assert made_by(StartArchive(files, ["-Xmx2m"], tmp_path / "three")).name != archive.name


def test_what_a_killed_run_began_is_used_by_nobody(files: KafkaFiles, tmp_path: Path) -> None:
    """It stays where it was made, and the next run there makes it anew."""
    killed = StartArchive(files, [], tmp_path / "one")
    half = made_by(killed)
    half.write_text("half of the classes")
    assert kept(tmp_path) == []
    assert made_by(StartArchive(files, [], tmp_path / "one")) == half
    assert not half.exists()


def test_of_two_that_end_together_one_archive_stays_whole(files: KafkaFiles, tmp_path: Path) -> None:
    """The last one."""
    runs = [StartArchive(files, [], tmp_path / name) for name in ("one", "two")]
    for number, run in enumerate(runs):
        made_by(run).write_text(f"classes {number}")
    for run in runs:
        run.keep()
    assert [archive.read_text() for archive in kept(tmp_path)] == ["classes 1"]
