"""The page of rejections, from `schemas.rejections`."""

import inspect
import re

from docs.generate.markdown import page, table
from schemas import rejections as module
from schemas.rejections import Rejection

__all__ = ["meanings", "rejections"]

_MEMBER = re.compile(r'^    ([A-Z_]+) = "[a-z-]+"\n    """(.+?)"""', re.MULTILINE | re.DOTALL)


def meanings() -> dict[Rejection, str]:
    """Return the sentence that stands below each member in the code."""
    return {Rejection[name]: " ".join(text.split()) for name, text in _MEMBER.findall(inspect.getsource(module))}


def rejections() -> str:
    """Return the page."""
    meaning = meanings()
    return page(
        "Rejections",
        "A message that cannot be accepted becomes a dead letter with one of these reasons: the first that applies, in "
        "this order. It is kept in the table [`quarantine`](tables.md#quarantine) and on the topic "
        "`engagement.dead-letter.v1`, with its origin (topic, partition, offset), the reason and a detail that names "
        "the field. The books count it as the outcome `dead-letter:<reason>`.",
        table(
            ("reason", "meaning", "what the sender does"),
            ((f"`{reason}`", meaning[reason], reason.remedy) for reason in Rejection),
        ),
        "A producer judges an event by the same contracts before it sends it, and refuses it on the spot. Only "
        "what depends on the time of arrival, `in-the-future` and `too-late`, can be told by a worker "
        "alone: see [judged by Kafka's append time](../decisions/0003-append-time.md). What of a refused message is "
        "kept: see [pseudonyms and police dialogue](../decisions/0008-no-persons-past-the-edge.md).",
    )
