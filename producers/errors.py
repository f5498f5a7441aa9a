"""What can go wrong on the way in.

ProducerError
├── RecoverableError            the same again later may do: events keep their ids, sending twice changes nothing
│   ├── BrokerUnavailableError  nobody answered, or did not acknowledge in time
│   ├── NotAcknowledgedError    an emitter was left with messages that did not arrive; it tells each with its reason
│   ├── ViewUnavailableError    ClickHouse did not answer
│   └── PageUnavailableError     another system's address did not answer, or asks to wait
├── InvalidError                the same again never does: change what was handed over
│   ├── InvalidEventError       not what the programme's contract says
│   ├── MessageTooLargeError    more bytes than a message may have
│   ├── InvalidCardError        nothing is left of a card once it is normalised
│   │   └── PersonalDetailError     it is no card's number, but says who somebody is
│   │       └── PersonalIdentityCodeError  it is a personal identity code
│   ├── PersonKeyError          a programme that says nothing of persons was asked for a pseudonym
│   ├── InvalidDocumentError    a file is not of the shape that its importer reads
│   ├── InvalidPageError        another system's address gives what cannot be used, or leads elsewhere
│   ├── SheetMappingError       the mapping of a sheet has a key that is missing, unknown or wrong
│   ├── SheetUnreadableError    a sheet cannot be read at all
│   ├── PosterFontError         a poster has letters that its font lacks
│   ├── EnrolmentOverError      a code that enrols a device is unknown, used or too old
│   └── UnknownApiKeyError      there is no API key of that id
└── FatalError                  somebody has to change how things are set up
    ├── TopicMissingError       the broker has no such topic
    ├── BrokerRefusedError      the broker answered and refuses, e.g. for want of rights
    ├── KeyFileError            a key's file or directory is open to others, or not a key's
    ├── OrganisersFileError     the file of the organisers' API keys is open to others, unreadable or broken
    ├── ViewRefusedError        ClickHouse answered and refuses: a table, a right or a setting is missing
    ├── SheetJournalError       the file of what was sent of a sheet cannot be read or written
    └── AddressTakenError       the gateway cannot listen where it should

No message holds a card number or a key.
"""

from collections.abc import Sequence
from pathlib import Path

from schemas.rejections import Rejection

__all__ = [
    "AddressTakenError",
    "BrokerRefusedError",
    "BrokerUnavailableError",
    "EnrolmentOverError",
    "FatalError",
    "InvalidCardError",
    "InvalidDocumentError",
    "InvalidError",
    "InvalidEventError",
    "InvalidPageError",
    "KeyFileError",
    "MessageTooLargeError",
    "NotAcknowledgedError",
    "OrganisersFileError",
    "PageUnavailableError",
    "PersonKeyError",
    "PersonalDetailError",
    "PersonalIdentityCodeError",
    "PosterFontError",
    "ProducerError",
    "RecoverableError",
    "SheetJournalError",
    "SheetMappingError",
    "SheetUnreadableError",
    "TopicMissingError",
    "UnknownApiKeyError",
    "ViewRefusedError",
    "ViewUnavailableError",
]


class ProducerError(Exception):
    """An event, a file or a key could not be handled; the message names it and the next step."""


class RecoverableError(ProducerError):
    """The same again later may do."""


class InvalidError(ProducerError):
    """The same again never does."""


class FatalError(ProducerError):
    """The set-up has to change first."""


class BrokerUnavailableError(RecoverableError):
    """No broker answered, or none acknowledged in time.

    Attributes:
        bootstrap: The address that was tried.
        waited: For how many seconds.
    """

    def __init__(self, bootstrap: str, waited: float, what: str) -> None:
        super().__init__(
            f"{what} at {bootstrap} within {waited:g} s. Is `engage up` running? Another broker is named by "
            "ENGAGE_KAFKA_BOOTSTRAP; sending again is safe, events keep their ids."
        )
        self.bootstrap = bootstrap
        self.waited = waited


class NotAcknowledgedError(RecoverableError):
    """Messages were handed over and did not arrive.

    Attributes:
        failed: Each such message (an event's id, or topic/key) with its reason.
    """

    def __init__(self, failed: Sequence[tuple[str, ProducerError]]) -> None:
        shown = ", ".join(message for message, _ in failed[:3]) + (", …" if len(failed) > 3 else "")
        reason = failed[0][1] if failed else ""
        super().__init__(f"{len(failed)} messages were not acknowledged ({shown}). The first: {reason}")
        self.failed = tuple(failed)


class ViewUnavailableError(RecoverableError):
    """ClickHouse did not answer; what is sent to Kafka is safe all the same."""


class PageUnavailableError(RecoverableError):
    """Another system's address did not answer in time, is in trouble, or asks to wait longer than we do."""


class InvalidEventError(InvalidError):
    """An event is not what its programme's contract says.

    Attributes:
        event_id: Its id, or `(no id)`.
        field: Where in the event, e.g. `data.age_band`; empty for the event as a whole.
        detail: What is wrong there. It never holds the field's value.
        rejection: The reason that a worker would give in a dead letter.
    """

    def __init__(self, event_id: str, field: str, detail: str, rejection: Rejection) -> None:
        place = f"{field}: " if field else ""
        super().__init__(f"event {event_id} is refused as {rejection}: {place}{detail}. {rejection.remedy}")
        self.event_id = event_id
        self.field = field
        self.detail = detail
        self.rejection = rejection


class MessageTooLargeError(InvalidError):
    """A message has more bytes than the client or the broker takes."""


class InvalidCardError(InvalidError):
    """Nothing is left of a card's number once spaces and dashes are gone.

    Attributes:
        what: What is wrong, in a few words.
    """

    what = "the card has no number"
    _message = "the card's number is empty; read the card again, or check in without one"

    def __init__(self) -> None:
        super().__init__(self._message)


class PersonalDetailError(InvalidCardError):
    """A name, an address, a telephone number or an identity code stands in the place of a card's number.

    One that is not certain may be a card's number all the same; the message then says how to declare it.
    """

    def __init__(self, detail: str, *, certain: bool) -> None:
        self.what = f"it {'is' if certain else 'looks like'} {detail}, not a card's number"
        declare = "" if certain else "; if the programme's cards are such, declare their format in ENGAGE_CARD_FORMATS"
        self._message = (
            f"that {'is' if certain else 'looks like'} {detail}, which is never kept here, not even as a pseudonym; "
            f"read the number of the programme's own card, or check in without one{declare}"
        )
        super().__init__()


class PersonalIdentityCodeError(PersonalDetailError):
    """A personal identity code of Finland, Sweden or Estonia stands in the place of a card's number."""

    def __init__(self, *, certain: bool = True) -> None:
        super().__init__("a personal identity code", certain=certain)


class PersonKeyError(InvalidError):
    """A pseudonym was asked for in a programme that says nothing of persons."""


class InvalidDocumentError(InvalidError):
    """A file is not of the shape that its importer reads."""


class InvalidPageError(InvalidError):
    """Another system's address gives what cannot be used, or leads to another host or round in circles."""


class SheetMappingError(InvalidError):
    """The mapping of a sheet cannot be used."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"the mapping {path} cannot be used: {what}")
        self.path = path


class SheetUnreadableError(InvalidError):
    """A sheet cannot be read at all: its encoding, its kind, its size or its headings."""


class PosterFontError(InvalidError):
    """A poster has letters that its font lacks."""


class EnrolmentOverError(InvalidError):
    """A code that enrols a device is unknown, was used, or its time is over."""

    def __init__(self) -> None:
        super().__init__("the code enrols no device: it is unknown, was used, or is too old; make another one")


class UnknownApiKeyError(InvalidError):
    """There is no API key of that id."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"there is no API key {key_id[:40]!r}; `engage organisers list` shows the ids")


class TopicMissingError(FatalError):
    """The broker has no such topic; producers never make one."""

    def __init__(self, topic: str, bootstrap: str) -> None:
        super().__init__(f"the broker at {bootstrap} has no topic {topic}; run `engage migrate` to make the topics")
        self.topic = topic


class BrokerRefusedError(FatalError):
    """The broker answered, and refuses."""


class KeyFileError(FatalError):
    """A key's file or directory is open to others, or does not hold a key."""


class OrganisersFileError(FatalError):
    """The file of the organisers' API keys is open to others, unreadable or broken."""


class ViewRefusedError(FatalError):
    """ClickHouse answered and refuses: a table is missing, or the user, his rights or the protocol do not fit."""


class SheetJournalError(FatalError):
    """The file of what was sent of a sheet cannot be read or written."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"the journal {path} {what}. ENGAGE_SHEET_DIR names its directory")
        self.path = path


class AddressTakenError(FatalError):
    """The gateway cannot listen on an address."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"the gateway cannot listen on {host}:{port}: {reason}. Stop what listens there, or choose another port "
            "with --port or ENGAGE_GATEWAY_PORT"
        )
