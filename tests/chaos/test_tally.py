"""The count of the campaign: it can fail, and it says what kind of failure it is."""

import pytest

from embedded.demo.verdict import Mismatch, Verdict
from streams.books import Books, PartitionBooks
from tests.chaos.tally import Finding, Tally, findings_of


def verdict(*mismatches: Mismatch, missing: int = 0, doubled: int = 0, waiting: int = 0) -> Verdict:
    part = PartitionBooks(
        topic="t",
        partition=0,
        begin=0,
        committed=10,
        end=10 + waiting,
        outcomes={"accepted": 10 - missing + doubled},
        missing=missing,
        first_missing=(3,) if missing else (),
        doubled=doubled,
    )
    return Verdict(
        facts=0,
        accepted=0,
        dead_letters={},
        duplicates=0,
        rollups_checked={},
        mismatches=list(mismatches),
        books=Books([part]),
    )


@pytest.mark.parametrize(
    ("truth", "stored", "sort"),
    [
        (5, 4, "lost"),
        (5, 6, "doubled"),
        (5, None, "lost"),
        (None, 5, "doubled"),
        ("a row", "no such row", "lost"),
        ("no such row", "a row", "doubled"),
        ({"0-12": 2, "13-17": 1}, {"0-12": 2}, "lost"),
        ({"0-12": 2}, {"0-12": 2, "13-17": 1}, "doubled"),
        ({"0-12": 2}, {"13-17": 2}, "unexplained"),
        ("open", "closed", "unexplained"),
        ("2026-01-01T00:00:00", None, "unexplained"),
    ],
)
def test_a_number_below_the_truth_is_lost_and_one_above_is_doubled(truth: object, stored: object, sort: str) -> None:
    """What is only other than the truth is unexplained."""
    (found,) = findings_of(verdict(Mismatch("participation[a].visits", truth, stored)), ["a fault"], set())
    assert (found.sort, found.after) == (sort, ["a fault"])


def test_books_that_do_not_balance_are_found() -> None:
    """Offsets in no outcome are lost, in two are doubled; messages that still wait are unexplained."""
    found = findings_of(verdict(missing=1, doubled=2, waiting=3), [], set())
    assert [one.sort for one in found] == ["lost", "doubled", "unexplained"]


def test_what_stays_wrong_is_told_once() -> None:
    """A number that is wrong after one fault is not held against the next ones."""
    known: set[str] = set()
    wrong = verdict(Mismatch("facts", 10, 9))
    assert len(findings_of(wrong, ["first"], known)) == 1
    assert findings_of(wrong, ["second"], known) == []


def test_the_report_counts_faults_kinds_and_findings() -> None:
    """The JSON has what the table shows, and one finding is enough to be not clean."""
    tally = Tally(seed=7, seconds=1.26)
    for kind, outcome in (("kill", "ridden out"), ("kill", "lost"), ("freeze", "ridden out")):
        tally.note(kind, outcome)
    assert tally.as_dict()["findings"] == []
    tally.accuse([Finding("lost", "facts: truth 2, stored 1", ["kill"])])
    assert not tally.clean
    assert tally.as_dict() == {
        "seed": 7,
        "seconds": 1.3,
        "faults": 3,
        "kinds": {
            "freeze": {"count": 1, "outcomes": {"ridden out": 1}},
            "kill": {"count": 2, "outcomes": {"ridden out": 1, "lost": 1}},
        },
        "lost": 1,
        "doubled": 0,
        "unexplained": 0,
        "findings": [{"sort": "lost", "what": "facts: truth 2, stored 1", "after": ["kill"]}],
    }
