"""Slices of a city, and the truth of several together."""

from datetime import UTC, datetime

from schemas.rejections import Rejection
from tests.chaos.expected import Expected
from tests.chaos.slices import rewritten, slice_of

PERIODS = (b"day", b"week", b"month")
NOW = datetime(2026, 5, 20, 18, tzinfo=UTC)


def test_slices_share_no_gathering_and_each_comes_again() -> None:
    """The same seed, number and instant give the same messages; two numbers have no gathering in common."""
    first, again, other = (slice_of(3, number, now=NOW, gatherings=12, chaos=True) for number in (1, 1, 2))
    assert first == again
    assert not first.truth.happenings.keys() & other.truth.happenings.keys()
    assert len(first.messages) == first.truth.messages > 100


def test_slices_have_what_amendments_and_sheets_can_do_to_numbers() -> None:
    """Events that move, that are taken back and corrected, and a venue's sheets of days, weeks and months."""
    slices = [slice_of(3, number, now=NOW, gatherings=12, chaos=True) for number in range(12)]
    sent = b"".join(message.value or b"" for cut in slices for message in cut.messages)
    for kind in (b"-mistaken", b".retraction.", b".correction.", *(b'"period":"%s"' % one for one in PERIODS)):
        assert kind in sent, kind
    assert all(any(one.period_participation for one in cut.truth.happenings.values()) for cut in slices)
    assert any(month.coarser for cut in slices for month in cut.truth.venue_months.values())


def test_the_truth_of_slices_adds_up() -> None:
    """Messages, facts and dead letters are sums, gatherings a union; refusals and repeats count as messages alone."""
    one, two = (slice_of(3, number, now=NOW, gatherings=12, chaos=True).truth for number in (1, 2))
    expected = Expected()
    for truth in (one, two):
        expected.add(truth)
    expected.add_refused(Rejection.TOO_LATE, 5)
    expected.add_repeats(7)
    whole = expected.truth
    assert whole.messages == one.messages + two.messages + 12
    assert whole.accepted == one.accepted + two.accepted + 7
    assert whole.facts == one.facts + two.facts
    assert sum(whole.dead_letters.values()) + whole.accepted == whole.messages
    assert whole.gatherings.keys() == one.gatherings.keys() | two.gatherings.keys()


def test_only_what_is_meant_is_rewritten() -> None:
    """A change of check-ins leaves other events, other forms and tombstones alone."""

    def change(event: dict[str, str]) -> None:
        event["id"] = "other"

    messages = slice_of(3, 1, now=NOW, gatherings=12).messages
    changed = [new for one in messages if (new := rewritten(one, change, only="check-in")) is not None]
    assert 0 < len(changed) < len(messages)
    assert all(b'"id": "other"' in (one.value or b"") for one in changed)
