"""Statements become what Grafana makes of them, traps included."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.errors import MacroError
from dashboards.macros import Context, Selection, expand, left_over

START = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2026, 1, 31, 12, 30, 15, 250_000, tzinfo=UTC)
F, T = 1767225600, 1769862615
BOTH = f"(d >= toDate('2026-01-01') AND d <= toDate('2026-01-31')) AND (t >= toDateTime({F}) AND t <= toDateTime({T}))"
CONTEXT = Context(START, END, interval_ms=20_500)
MULTI = {"p": Selection(("a", "b'c")), "all": Selection(("a", "b"), every=True), "one": Selection(("x",), multi=False)}


def expanded(sql: str, **selections: Selection) -> str:
    return expand(sql, Context(START, END, 20_500, {**MULTI, **selections}))


@pytest.mark.parametrize(
    ("macro", "sql"),
    [
        ("$__timeFilter(c)", f"c >= toDateTime({F}) AND c <= toDateTime({T})"),
        (
            "$__timeFilter_ms(c)",
            f"c >= fromUnixTimestamp64Milli({F}000) AND c <= fromUnixTimestamp64Milli({T}250)",
        ),
        ("$__dateFilter(c)", "c >= toDate('2026-01-01') AND c <= toDate('2026-01-31')"),
        (
            "$__dateTimeFilter(d, t)",
            BOTH,
        ),
        (
            "$__dt(d,t)",
            BOTH,
        ),
        ("$__fromTime", f"toDateTime({F})"),
        ("$__toTime", f"toDateTime({T})"),
        ("$__fromTime_ms", f"fromUnixTimestamp64Milli({F}000)"),
        ("$__toTime_ms", f"fromUnixTimestamp64Milli({T}250)"),
        ("$__timeFrom(c)", f"c >= toDateTime({F})"),
        ("$__timeTo(c)", f"c <= toDateTime({T})"),
        ("$__timeInterval(c)", "toStartOfInterval(toDateTime(c), INTERVAL 20 second)"),
        ("$__timeInterval_ms(c)", "toStartOfInterval(toDateTime64(c, 3), INTERVAL 20500 millisecond)"),
        ("$__timeGroup(c, 5m)", "toStartOfInterval(toDateTime(c), INTERVAL 300 second)"),
        ("$__timeGroup(c, 1h30m)", "toStartOfInterval(toDateTime(c), INTERVAL 5400 second)"),
        ("$__interval_s", "20"),
        ("$__interval_ms", "20500"),
        ("$__timeFilter(max(a, b))", f"max(a, b) >= toDateTime({F}) AND max(a, b) <= toDateTime({T})"),
        ("$__unknown(c)", "$__unknown(c)"),
        ("1 -- $__timeFilter(c)", "1 -- $__timeFilter(c)"),
        ("1 /* $__fromTime */", "1 /* $__fromTime */"),
    ],
)
def test_a_macro_of_the_backend_becomes_its_sql(macro: str, sql: str) -> None:
    """Each as the plugin writes it; unknown ones and those in comments stay."""
    assert expand(macro, CONTEXT) == sql


@pytest.mark.parametrize(
    "macro",
    ["$__timeFilter(a, b)", "$__timeFilter", "$__dt(d)", "$__fromTime(c)", "$__timeFilter(c", "$__timeGroup(c, 1d)"],
)
def test_a_macro_with_wrong_arguments_is_refused(macro: str) -> None:
    """The number of arguments is exact, and a day is no duration of Go."""
    with pytest.raises(MacroError):
        expand(macro, CONTEXT)


@pytest.mark.parametrize("name", ["columns", "rateColumns", "perSecondColumns", "increaseColumns", "lttb", "table"])
def test_macros_that_write_whole_statements_are_refused(name: str) -> None:
    """Our statements are written out."""
    with pytest.raises(MacroError, match="write the SQL out"):
        expand(f"$__{name}(t, k, v) FROM x", CONTEXT)


@pytest.mark.parametrize(
    ("sql", "wanted"),
    [
        ("$__conditionalAll(p IN (${p:singlequote}), $p)", "p IN ('a','b\\'c')"),
        ("$__conditionalAll(p IN (${all:singlequote}), $all)", "1=1"),
        ("$__conditionalAll(p IN (${all:singlequote}), ${all})", "1=1"),
        ("$__conditionalAll(x = 1, $nobody)", "x = 1"),
        ("$__conditionalAll(a = 1, $all) AND $__conditionalAll(b = 2, $p)", "1=1 AND b = 2"),
        ("$__conditionalAll($__dateFilter(d), $p)", "d >= toDate('2026-01-01') AND d <= toDate('2026-01-31')"),
    ],
)
def test_a_condition_falls_away_where_all_is_chosen(sql: str, wanted: str) -> None:
    """It stays where some are chosen, or where there is no such variable."""
    assert expanded(sql) == wanted


def test_an_empty_choice_counts_as_all() -> None:
    """The plugin compares the value with the empty text."""
    assert expanded("$__conditionalAll(x = '${v}', $v)", v=Selection(("",))) == "1=1"
    assert expanded("$__conditionalAll(x = '${v}', $v)", v=Selection()) == "1=1"


def test_a_comma_within_parentheses_parts_nothing() -> None:
    """So lists of values are safe in a condition."""
    assert expanded("$__conditionalAll(p IN ('a,b', 'c'), $p)") == "p IN ('a,b', 'c')"


@pytest.mark.parametrize("sql", ["$__conditionalAll(x IN ('x', 'y', $p)", "$__conditionalAll(x)"])
def test_the_browser_leaves_a_condition_that_it_cannot_split(sql: str) -> None:
    """A missing parenthesis or a single argument: the macro stays, and ClickHouse would refuse it."""
    assert "$__conditionalAll" in left_over(expanded(sql))


def test_a_comma_in_a_bare_string_leaves_every_condition_in_place() -> None:
    """As the plugin does: from the last to the first it stops at the one that it cannot split."""
    sql = "$__conditionalAll(a = 1, $all) AND $__conditionalAll(name = 'x,y', $all)"
    assert expanded(sql).count("$__conditionalAll(") == 2


def test_the_browser_mangles_a_dollar_before_a_quote() -> None:
    """JavaScript takes `$'` in a replacement for what comes after the macro."""
    assert expanded("$__conditionalAll(match(x, 'a$'), $p) AND 1") == "match(x, 'a AND 1) AND 1"


@pytest.mark.parametrize(
    ("sql", "wanted"),
    [
        ("$p", "'a','b'c'"),
        ("${p}", "'a','b'c'"),
        ("${p:singlequote}", "'a','b\\'c'"),
        ("${p:sqlstring}", "'a','b''c'"),
        ("${p:csv}", "a,b'c"),
        ("$one", "x"),
        ("${one:singlequote}", "'x'"),
        ("${all:singlequote}", "'a','b'"),
        ("${nobody:singlequote}", "${nobody:singlequote}"),
    ],
)
def test_a_variable_is_written_by_its_form(sql: str, wanted: str) -> None:
    """Without a form several values come quoted and not escaped, one as it is; unknown variables stay."""
    assert expanded(sql) == wanted


def test_a_form_that_we_do_not_know_is_refused() -> None:
    """Rather than written wrongly."""
    with pytest.raises(MacroError, match="percentencode"):
        expanded("${p:percentencode}")


def test_what_nobody_replaces_is_named() -> None:
    """ClickHouse would refuse it; what stands in comments does no harm."""
    assert left_over("SELECT $__nothing(x), ${a:b} -- $c") == ["$__nothing", "${a:b}"]


@given(st.text(alphabet="ab c(),'$&`{}:_Ap", max_size=40))
def test_any_text_is_expanded_or_refused(sql: str) -> None:
    """It never fails otherwise, and what has no dollar stays as it is."""
    try:
        found = expanded(sql)
    except MacroError:
        return
    assert "$" in sql or found == sql
