"""What the browser makes of a statement: `$__conditionalAll` first, then the variables."""

import re
from collections.abc import Callable, Mapping, Sequence

from dashboards.errors import MacroError
from dashboards.macros.context import Context, Selection

__all__ = ["FORMATS", "expand_in_browser"]

_CONDITIONAL = "$__conditionalAll("
_EVERY = "$__all"
_VARIABLE = re.compile(
    r"\$(?P<bare>\w+)"
    r"|\[\[(?P<bracketed>\w+?)(?::(?P<bracketed_form>\w+))?\]\]"
    r"|\$\{(?P<braced>\w+)(?:\.[^:}]+)?(?::(?P<form>[^:}]+))?\}",
    re.ASCII,
)
_INTERVAL, _INTERVAL_MS = "__interval", "__interval_ms"


def expand_in_browser(sql: str, context: Context) -> str:
    """Return the statement as the browser sends it to the plugin's backend. Alert rules never pass here.

    Raises:
        MacroError: A variable is written in a form that is not one of `FORMATS`.
    """
    return _interpolated(_conditional(sql, context.selections), context)


def _conditional(sql: str, selections: Mapping[str, Selection]) -> str:
    """Replace `$__conditionalAll(condition, $variable)`, the last one first."""
    while (begin := sql.rfind(_CONDITIONAL)) != -1:
        arguments = _arguments(sql, begin + len(_CONDITIONAL))
        if len(arguments) != 2:
            return sql  # as the plugin does: it stays, and no other is replaced either
        condition, variable = arguments
        name = re.search(r"(?<=\$\{)\w+(?=\})|(?<=\$)\w+", variable.strip(), re.ASCII)
        selection = selections.get(name.group()) if name else None
        if selection is not None and (selection.every or ",".join(selection.values) in {"", _EVERY}):
            condition = "1=1"
        sql = _replaced_as_in_javascript(sql, f"{_CONDITIONAL}{arguments[0]},{arguments[1]})", condition)
    return sql


def _arguments(sql: str, begin: int) -> Sequence[str]:
    """Split at commas outside parentheses. Quotes are not looked at: a comma in a string splits too."""
    arguments, depth, last = [], 1, begin
    for place in range(begin, len(sql)):
        character = sql[place]
        depth += {"(": 1, ")": -1}.get(character, 0)
        if (character == "," and depth == 1) or depth == 0:
            arguments.append(sql[last:place])
            last = place + 1
        if depth == 0:
            return arguments
    return ()


def _replaced_as_in_javascript(text: str, found: str, replacement: str) -> str:
    """Replace the first occurrence; `$$`, `$&`, `` $` `` and `$'` in the replacement mean something to JavaScript."""
    before, _, after = text.partition(found)
    meaning = {"$$": "$", "$&": found, "$`": before, "$'": after}
    return before + re.sub(r"\$[$&`']", lambda match: meaning[match.group()], replacement) + after


def _interpolated(sql: str, context: Context) -> str:
    """Replace each variable once; what a value looks like is not looked at again."""

    def value(match: re.Match[str]) -> str:
        name = match["bare"] or match["bracketed"] or match["braced"]
        form = match["bracketed_form"] or match["form"] or ""
        if name in {_INTERVAL, _INTERVAL_MS}:
            own = context.interval() if name == _INTERVAL else str(context.interval_ms)
            return _formatted(Selection((own,), multi=False), form)
        selection = context.selections.get(name)
        return match.group() if selection is None else _formatted(selection, form)

    return _VARIABLE.sub(value, sql)


def _quoted(quote: str, escapes: Mapping[str, str]) -> Callable[[Sequence[str]], str]:
    """Return a format that quotes each value; a backslash is never escaped."""
    table = str.maketrans(dict(escapes))
    return lambda values: ",".join(f"{quote}{value.translate(table)}{quote}" for value in values)


FORMATS: Mapping[str, Callable[[Sequence[str]], str]] = {
    "csv": ",".join,
    "raw": ",".join,
    "singlequote": _quoted("'", {"'": "\\'"}),
    "doublequote": _quoted('"', {'"': '\\"'}),
    "sqlstring": _quoted("'", {"'": "''", '"': '\\"'}),
}
"""How `${variable:FORM}` writes the chosen values."""


def _formatted(selection: Selection, form: str) -> str:
    """Return the values in a form of `FORMATS`; without one the plugin's own way, which escapes nothing."""
    values = selection.values
    if form in FORMATS:
        return FORMATS[form](values)
    if form:
        raise MacroError(f"variables are not written as :{form} here; use :singlequote")
    if selection.multi:
        return ",".join(f"'{value}'" for value in values or ("",))
    return values[0] if values else ""
