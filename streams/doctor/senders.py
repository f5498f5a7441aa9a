"""Those who send."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from streams.doctor.examination import Examination, Finding
from streams.facts import FAMILIES

__all__ = ["look_at_senders"]

_SUBJECT = "senders"
_WINDOW = timedelta(days=1)
_NAMED = 5


def look_at_senders(given: Examination) -> Iterable[Finding]:
    """Whether there is a sender that is mostly refused, and whether many messages are refused that name no sender."""
    since = (given.now() - _WINDOW).strftime("%Y-%m-%d %H:%M:%S.%f")
    rows = given.store.rows("refused_sources", {"since": since})
    refused = {str(source): (int(count), str(mostly)) for source, count, mostly in rows}
    accepted: Counter[str] = Counter()
    if refused:
        for family in FAMILIES:
            of_table = {"table": family.table, "since": since, "sources": list(refused)}
            accepted.update(
                {str(source): int(count) for source, count in given.store.rows("accepted_of_sources", of_table)}
            )
    bad = [
        f"{source} ({count} of {count + accepted[source]} messages, {count / (count + accepted[source]):.0%}, "
        f"mostly {mostly})"
        for source, (count, mostly) in refused.items()
        if count >= given.limits.refused and count > accepted[source]
    ]
    nameless = [
        Finding(
            _SUBJECT,
            f"{count} messages of the last day in {topic} that name no source are refused, mostly {mostly}; the last "
            f"is {last}",
            f"look with `engage dead-letters show {last}`: key, headers and bytes tell what sends them",
        )
        for topic, count, mostly, last in given.store.rows(
            "refused_without_source", {"since": since, "least": given.limits.refused}
        )
    ]
    if not bad:
        return nameless or [Finding(_SUBJECT, "no sender is mostly refused in the last day")]
    named = "; ".join(bad[:_NAMED]) + (f"; and {len(bad) - _NAMED} more" if len(bad) > _NAMED else "")
    remedy = (
        "look with `engage dead-letters list --source SOURCE`, and have whoever runs it correct what is named there"
    )
    return [Finding(_SUBJECT, f"a sender that is mostly refused: {named}", remedy), *nameless]
