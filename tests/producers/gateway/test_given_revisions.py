from datetime import UTC, datetime, timedelta

from producers.gateway.given_revisions import GivenRevisions
from schemas.amendments import revision_at

NOW = datetime(2026, 9, 4, 14, 5, tzinfo=UTC)


def correction(id_: str, people: int) -> dict[str, object]:
    return {"id": id_, "source": "desk:1", "data": {"corrects": "1", "replacement": {"data": {"people": people}}}}


def test_of_two_amendments_in_one_request_the_later_has_the_higher_revision() -> None:
    """Also within the same millisecond, and where the clock was set back a little; the instant of the first."""
    given = GivenRevisions()
    instants = (NOW, NOW, NOW - timedelta(seconds=5), NOW + timedelta(seconds=1))
    revisions = [given.revision(correction(str(number), 30 + number), now) for number, now in enumerate(instants)]
    assert revisions[0] == revision_at(NOW)
    assert revisions == sorted(set(revisions))


def test_an_amendment_that_is_sent_again_does_not_become_the_last_word() -> None:
    """30 to 34, to 36, and the first once more, as after a lost answer: what was told last stays it."""
    given = GivenRevisions()
    first = given.revision(correction("a", 34), NOW)
    second = given.revision(correction("b", 36), NOW + timedelta(seconds=1))
    assert given.revision(correction("a", 34), NOW + timedelta(seconds=2)) == first < second
    assert given.revision(correction("a", 35), NOW + timedelta(seconds=3)) > second  # another content is another word


def test_a_clock_that_was_hours_ahead_counts_no_more_once_it_is_right() -> None:
    """A worker refuses revisions of the future."""
    given = GivenRevisions()
    given.revision(correction("a", 34), NOW + timedelta(hours=3))
    assert given.revision(correction("b", 36), NOW) == revision_at(NOW)
