"""When dead letters are so many, and such, that the fault is more likely here than with those who send."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from schemas.rejections import Rejection
from streams.batch import JudgedRun
from streams.errors import DeadLetterLimitError
from streams.facts import FAMILIES
from streams.store import Store

__all__ = ["MIN_SOURCES", "DeadLetterLimit", "known_sources"]

MIN_SOURCES = 3
"""A bad deploy refuses the events of all sources; what fewer of them send is a fault of theirs."""

_OF_A_DEPLOY = frozenset({Rejection.UNKNOWN_TYPE, Rejection.PERSON_KEY, Rejection.WRONG_ENVELOPE, Rejection.WRONG_DATA})
"""What a contract that is too strict, or lost a type, makes of right events; it breaks no JSON and sets no clock."""

_TIMES = 9
"""A bad deploy refuses nine events of a source for one that it accepts, or more; other faults are the sender's."""

_NAMED_SOURCES = 5
_ASKED_SOURCES = 1_000


class DeadLetterLimit:
    """Stops a worker before it drains a topic into the dead letters after a bad deploy, and for nothing else.

    It counts the dead letters whose reason is one of a deploy's, of sources that have facts already and of which hardly
    anything is accepted beside them (one in ten at most). The limit is
    reached where these are at least `messages`, more than the messages that are accepted beside them, of at least three
    sources, and no single source makes up more than half of the limit by itself.

    Whatever one sender does does not count: old or future dates, garbage, a contract that it breaks, names of sources
    that it makes up.
    """

    def __init__(self, messages: int) -> None:
        self._messages = messages

    def reached(
        self, runs: Sequence[JudgedRun], known: Callable[[Sequence[str]], Collection[str]]
    ) -> DeadLetterLimitError | None:
        """Return the error that says what was refused and of whom, or None; `known` picks the sources with facts.

        `known` is asked only where the number alone would do.
        """
        letters = [one for run in runs for one in run.dead_letters if one.reason in _OF_A_DEPLOY and one.source]
        accepted = sum(len(run.run.records) - len(run.dead_letters) for run in runs)
        counts = Counter(one.source for one in letters)
        if not self._enough(counts, accepted):
            return None
        stored = _accepted_of_sources(runs)
        refused = [source for source, count in counts.most_common(_ASKED_SOURCES) if count >= _TIMES * stored[source]]
        familiar = frozenset(known(refused))
        counts = Counter({source: count for source, count in counts.items() if source in familiar})
        if not self._enough(counts, accepted):
            return None
        first = next(one for one in letters if one.source in familiar)
        named = ", ".join(f"{source} ({count})" for source, count in counts.most_common(_NAMED_SOURCES))
        if len(counts) > _NAMED_SOURCES:
            named += f" and {len(counts) - _NAMED_SOURCES} other sources"
        place = f"{first.topic}/{first.partition}/{first.record.offset}"
        return DeadLetterLimitError(
            f"{counts.total()} events of sources that were accepted before would become dead letters, beside "
            f"{accepted} that are accepted: of {named}. The first is {place}: {first.reason}. "
            "Nothing of them is stored or committed. Correct the worker or the producers; to let them pass, raise "
            f"ENGAGE_DEAD_LETTER_LIMIT (now {self._messages})"
        )

    def _enough(self, counts: Counter[str], accepted: int) -> bool:
        if len(counts) < MIN_SOURCES or counts.total() < self._messages or counts.total() <= accepted:
            return False
        ((_, most),) = counts.most_common(1)
        return 2 * (counts.total() - most) >= self._messages


def _accepted_of_sources(runs: Sequence[JudgedRun]) -> Counter[str]:
    found: Counter[str] = Counter()
    for run in runs:
        for rows in run.facts:
            found.update(map(str, rows.table.column("source").to_pylist()))
    return found


def known_sources(store: Store, sources: Sequence[str]) -> set[str]:
    """Return those of the sources that some fact table has a fact of.

    Raises:
        StoreUnavailableError, StoreRefusedError: as any query.
    """
    found: set[str] = set()
    for family in FAMILIES:
        left = [source for source in sources if source not in found]
        if left:
            rows = store.rows("known_sources", {"table": family.table, "sources": left})
            found.update(str(source) for (source,) in rows)
    return found
