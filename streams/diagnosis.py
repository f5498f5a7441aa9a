"""Why one message breaks its contract."""

import json
import re
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, from_json

from schemas.contract import Contract, Event, contract_of
from schemas.explanations import explanation
from schemas.impersonal import LARGEST
from schemas.programmes import TYPE_PREFIX, Programme
from schemas.rejections import Rejection, rejection_of
from schemas.vocabulary import vocabulary
from streams.dead_letters import REMOVED, RefusedError, shown

__all__ = ["judge_one"]

_SHOWN_ERRORS = 3
_SHOWN_BYTES = 80

_UNKNOWN_FIELD = "[unknown field]"

_SOURCE = re.compile(r"[A-Za-z0-9:+./_-]{1,128}")

_TYPE = re.compile(rf"{re.escape(TYPE_PREFIX)}\.({'|'.join(Programme)})\.[a-z]+(-[a-z]+){{0,3}}\.v[0-9]{{1,3}}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9:]{2,5})?)?"
)
_IMPERSONAL = {"specversion": re.compile(r"[0-9.]{1,5}"), "type": _TYPE, "time": _TIME, "recordedtime": _TIME}
"""What an attribute may say that is kept where nothing of a person is: a version, a type, a time; no other words."""


def judge_one(contract: Contract, value: bytes) -> Event:
    """Return the event that a structured-mode value holds; total: any bytes give that or a RefusedError.

    Raises:
        RefusedError: with the first reason that applies, in the order of `Rejection`. Where the programme carries no
            persons, neither the value that is kept nor the detail has a word of the sender's own.
    """
    keeps = contract.programme.carries_persons
    try:
        parsed = from_json(value, allow_inf_nan=False)
    except ValueError as error:
        raise RefusedError(Rejection.MALFORMED, str(error), value=None if keeps else b"") from error
    if not isinstance(parsed, dict):
        detail = f"the value is a JSON {type(parsed).__name__}, not an object"
        raise RefusedError(Rejection.MALFORMED, detail, value=None if keeps else b"")
    _refuse_foreign_type(contract, parsed)
    try:
        return contract.one.validate_json(value)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        raise RefusedError(
            rejection_of(contract.programme, errors),
            _detail_of(contract, errors),
            value=_kept(contract, parsed, errors),
            source=_source_of(parsed),
        ) from None


def _refuse_foreign_type(contract: Contract, parsed: dict[str, Any]) -> None:
    name = parsed.get("type")
    if name in contract.types:
        return
    owner = next((programme for programme in Programme if name in contract_of(programme).types), None)
    if owner is not None:
        detail = f"type {_shown(name)} belongs to {owner.topic}, not to {contract.programme.topic}"
        raise RefusedError(Rejection.WRONG_TOPIC, detail, value=_without_values(contract, parsed))
    plain = contract.programme.carries_persons or _is_impersonal("type", name)
    detail = f"type {_shown(name) if plain else REMOVED} is in no contract"
    source = _source_of(parsed)
    raise RefusedError(Rejection.UNKNOWN_TYPE, detail, value=_without_values(contract, parsed), source=source)


def _source_of(parsed: dict[str, Any]) -> str:
    """Return who sent it, if it says so as the contract wants it; who says it otherwise is unknown."""
    source = parsed.get("source")
    return source if isinstance(source, str) and _SOURCE.fullmatch(source) else ""


def _path_of(contract: Contract, error: ErrorDetails) -> list[str]:
    """Return the field's place in the event, without the tag of its type that pydantic puts first."""
    return [step if step == "[key]" else _name_of(contract, str(step)) for step in error["loc"][1:]]


def _name_of(contract: Contract, name: str) -> str:
    """Return a field's name as far as it may be kept: who is met by the police may be what a field is called."""
    if contract.programme.carries_persons or name in vocabulary():
        return shown(name, _SHOWN_BYTES)
    return _UNKNOWN_FIELD


def _detail_of(contract: Contract, errors: list[ErrorDetails]) -> str:
    told = [
        f"{'.'.join(_path_of(contract, error)) or 'event'}: {explanation(error)}" for error in errors[:_SHOWN_ERRORS]
    ]
    return "; ".join(told) + (f"; and {len(errors) - _SHOWN_ERRORS} more" if len(errors) > _SHOWN_ERRORS else "")


def _kept(contract: Contract, parsed: dict[str, Any], errors: list[ErrorDetails]) -> bytes | None:
    """Give the value to keep, or None where the record's own may be kept whole."""
    if not contract.programme.carries_persons:
        return _without_values(contract, parsed)
    if any(error["loc"][-1] == "visitor" for error in errors):
        # Whatever stands in the place of a pseudonym and is none may be a card number.
        return json.dumps(_blanked(parsed, {"visitor"}), ensure_ascii=False).encode()
    return None


def _without_values(contract: Contract, parsed: dict[str, Any]) -> bytes | None:
    """Keep the shape of the message and the attributes that tell where it came from, but no other word."""
    if contract.programme.carries_persons:
        return None
    blank = {
        _name_of(contract, name): value if _is_impersonal(name, value) else REMOVED
        for name, value in parsed.items()
        if name != "data"
    }
    return json.dumps({**blank, "data": _shape_of(contract, parsed.get("data"))}, ensure_ascii=False).encode()


def _shape_of(contract: Contract, value: Any) -> Any:
    if isinstance(value, dict):
        return {_name_of(contract, str(name)): _shape_of(contract, inner) for name, inner in value.items()}
    return REMOVED


def _is_impersonal(name: str, value: Any) -> bool:
    if name == "revision":
        return type(value) is int and 0 <= value <= LARGEST
    if name == "datacontenttype":
        return bool(value == "application/json")
    form = _IMPERSONAL.get(name)
    return form is not None and isinstance(value, str) and form.fullmatch(value) is not None


def _blanked(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {name: REMOVED if name in names else _blanked(inner, names) for name, inner in value.items()}
    if isinstance(value, list):
        return [_blanked(inner, names) for inner in value]
    return value


def _shown(value: object) -> str:
    return shown(repr(value[:_SHOWN_BYTES] if isinstance(value, str) else value), _SHOWN_BYTES)
