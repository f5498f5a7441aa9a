"""The page of privacy: what each programme says of people, why, how long it is kept and who may read it."""

from collections.abc import Iterator, Mapping

from docs.generate.events import fields_of, meaning_of
from docs.generate.markdown import page, table
from producers.key_status import NEEDED_AFTER_SEASON
from schemas.events import EVENT_TYPES
from schemas.privacy import PRIVACY
from schemas.programmes import DEAD_LETTER_TOPIC, Programme
from streams.facts import FAMILIES
from streams.judging import RETENTION
from streams.retention import BATCHES_RETENTION, QUARANTINE_RETENTION
from streams.roll_ups import ROLL_UPS
from streams.topics import TOPIC_RETENTION

__all__ = ["OF_ONE_PERSON", "field_rows", "privacy", "retention_rows"]

OF_ONE_PERSON: Mapping[str, str] = {
    "check-in.visitor": "**pseudonym** of the visitor",
    "check-in.age_band": "age band of the visitor",
    "check-in.home_district": "home district of the visitor",
    "check-in.direction": "that the visitor came or went",
    "check-in.method": "how the visitor was let in",
    "check-in.accompanied_by": "how many came with the visitor",
    "pulse.question": "what somebody was asked",
    "pulse.moment": "when somebody was asked",
    "pulse.answer": "somebody's answer",
    "pulse.age_band": "age band of who answered",
    "pulse.home_district": "home district of who answered",
}
"""The fields that say something of one person; all others are counts, plans, places and agencies."""

_EVENTS_OF_ONE_PERSON = ("check-in", "pulse")

_OTHER_TABLES: Mapping[str, tuple[str, str]] = {
    "acts": ("for good", "That somebody was erased, and how much; not who"),
    "amendments": (
        f"{RETENTION.days} days after it was stored",
        "Which event was amended when, by its id",
    ),
    "batches": (
        f"{BATCHES_RETENTION.days} days after it was stored",
        "How many messages were stored at once, and when",
    ),
    "books": ("for good", "Offsets of messages"),
    "dead_letter_states": ("for good", "Which dead letters were replayed or discarded, and why"),
    "districts": ("for good", "The city's districts"),
    "migrations": ("for good", "Versions of the database"),
    "programmes": ("for good", "Thresholds of this page"),
    "views_put": ("for good", "Which version of the views is there"),
}


def privacy() -> str:
    """Return the page."""
    return page(
        "Privacy",
        "What each programme says of people, why, how long it is kept, from how many on a number is shown, and who may "
        "read it. Tests hold this page to the code. The reasons: [no person past the edge]"
        "(../decisions/0008-no-persons-past-the-edge.md), [retention]"
        "(../decisions/0010-retention-and-frozen-gatherings.md), [erasure](../decisions/0013-erasure.md).",
        "No name, no telephone, card or identity number has a place in any event, and fields that are not listed are "
        "refused. A card's number becomes a pseudonym where it is read, under a key of the season and the programme: a "
        "person is known again within both, and nowhere else. Attributes that every event has (id, source, time, "
        "gathering) say nothing of who: see [events](events.md#attributes-of-every-event).",
        "## Programmes",
        table(
            ("programme", "purpose", "pseudonyms", "shown from", "rounded to"),
            (
                (
                    f"[`{programme}`](#{programme})",
                    terms.purpose,
                    "yes" if programme.carries_persons else "no: no event has a place for one",
                    f"{terms.threshold} people",
                    f"{terms.rounding}",
                )
                for programme, terms in PRIVACY.items()
            ),
        ),
        "## How long",
        table(("where", "how long", "what of persons is in it"), retention_rows()),
        "`engage doctor` looks whether ClickHouse keeps to it; it deletes at merges, so a day of grace is given.",
        "## Who may read",
        table(
            ("what", "who"),
            (
                (
                    "Views of the database `published`",
                    "Managers and Grafana. Numbers below the threshold are suppressed",
                ),
                (
                    "Database `engagement`: facts, roll-ups, dead letters",
                    "The worker, and who runs it. On a ClickHouse server grant it to nobody else",
                ),
                ("Topics", "The worker, and who runs it; producers may only write"),
                (
                    "Keys",
                    "The user that runs the gateway or emits events alone: modes 0600 and 0700. Never the worker",
                ),
                ("A card's number", "The device that reads it, until it is sent, and the gateway, for a moment"),
            ),
        ),
        "## To be forgotten",
        "`engage erase` takes one person's check-ins out by pseudonym, and says what it cannot reach. `engage keys "
        "destroy` ends the link between cards and a season's pseudonyms for all of its visitors; `engage keys status` "
        "says when it is time.",
        *(_section(programme) for programme in Programme),
    )


def field_rows(programme: Programme) -> Iterator[tuple[str, str, str, str]]:
    """Yield every field that the programme's events carry: event, field, meaning, and what it says of one person."""
    for kind in EVENT_TYPES:
        if programme in kind.carried_by:
            for path, field in fields_of(kind, programme):
                name = f"{kind.name}.{path}"
                yield f"`{kind.name}`", f"`{path}`", meaning_of(name, field), OF_ONE_PERSON.get(name, "")


def retention_rows() -> Iterator[tuple[str, str, str]]:
    """Yield each topic and table, how long it keeps what it has, and what of persons that is."""
    topics = f"{TOPIC_RETENTION.days} days after it was sent"
    yield "topics of the programmes", topics, "The events as they were sent"
    yield f"topic `{DEAD_LETTER_TOPIC}`", topics, "Refused messages; of police dialogue redacted"
    for family in FAMILIES:
        one = sorted(f"`{event}`" for event in family.events if event in _EVENTS_OF_ONE_PERSON)
        of_whom = f"Of one person each: {', '.join(one)}" if one else "Nothing of single persons"
        kept = f"{RETENTION.days} days after it happened" if family.ages else "for good"
        yield f"table `{family.table}`", kept, of_whom
    for roll_up in ROLL_UPS:
        pseudonyms = roll_up.name == "participation"
        yield (
            f"table `{roll_up.name}`",
            "for good",
            "Counts, and the pseudonyms of each gathering's visitors as a set" if pseudonyms else "Counts",
        )
    yield (
        "table `quarantine`",
        f"{QUARANTINE_RETENTION.days} days after it was sent",
        "Refused messages; of police dialogue redacted",
    )
    for name, (kept, what) in _OTHER_TABLES.items():
        yield f"table `{name}`", kept, what
    yield (
        "keys of a season",
        f"until they are destroyed, which is due {NEEDED_AFTER_SEASON.days} days after the season",
        "The link between a card and its pseudonym",
    )


def _section(programme: Programme) -> str:
    terms = PRIVACY[programme]
    rounding = f", rounded to the nearest {terms.rounding}" if terms.rounding > 1 else ""
    return "\n\n".join(
        [
            f"## {programme}",
            f"{terms.purpose} A number is shown from {terms.threshold} people on{rounding}.",
            table(("event", "field", "meaning", "says of one person"), field_rows(programme)),
        ]
    )
