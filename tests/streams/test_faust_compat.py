"""What is relied on of Faust, mode and aiokafka is there, and a name that goes is noticed at once."""

import re
from importlib import metadata
from pathlib import Path

import pytest

import streams
from streams.errors import IncompatibleLibraryError
from streams.faust_compat import PROVEN_ON, RELIED_ON, driver, require_names


@pytest.mark.parametrize("distribution", PROVEN_ON)
def test_these_tests_run_on_the_versions_that_are_named(distribution: str) -> None:
    """A new version is named only after the tests have passed on it."""
    assert metadata.version(distribution) == PROVEN_ON[distribution]


def test_a_name_that_is_gone_is_named_with_what_to_install() -> None:
    """The class, the name, the version that is there and the one to install."""
    with pytest.raises(IncompatibleLibraryError, match=r"has no Consumer\._gone.*install faust-streaming==") as raised:
        require_names({driver.Consumer: ("_add_gap", "_gone")})
    assert metadata.version("faust-streaming") in str(raised.value)


def test_every_private_name_that_the_transport_reads_is_relied_on() -> None:
    """Whoever reaches for another one adds it to the list: by the reaches that the linter was told of."""
    folder = Path(streams.__path__[0])
    reached = {
        name
        for module in ("transport", "watched_consumer", "group_membership", "living_connections")
        for line in (folder / f"{module}.py").read_text(encoding="utf-8").splitlines()
        if "noqa: SLF001" in line
        for name in re.findall(r"(?<!\bself)\.(_[a-z]\w*)", line)
    }
    assert len(reached) > 15
    assert reached <= {name for names in RELIED_ON.values() for name in names}


def test_what_the_transport_overrides_is_relied_on() -> None:
    """A method that Faust no longer calls would be dead without a word."""
    from streams.transport import Consumer, ConsumerThread, Producer
    from streams.watched_consumer import WatchedConsumer

    for ours in (WatchedConsumer, Consumer, ConsumerThread, Producer):
        base = next(kind for kind in ours.__mro__ if kind in RELIED_ON)
        made_for_each = {name for name in vars(ours) if name.startswith(("__", "_abc_"))} | {"logger"}
        overridden = {name for name in vars(ours) if hasattr(base, name)} - made_for_each
        assert overridden <= set(RELIED_ON[base]), ours
