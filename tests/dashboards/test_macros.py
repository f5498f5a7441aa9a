"""Statements become what Grafana makes of them, traps included."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.errors import MacroError
from dashboards.macros import Context, Selection, expand, expand_in_backend, left_over

HELSINKI = ZoneInfo("Europe/Helsinki")

START = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2026, 1, 31, 12, 30, 15, 250_000, tzinfo=UTC)
F, T = 1767225600, 1769862615
BOTH = f"(d >= toDate('2026-01-01') AND d <= toDate('2026-01-31')) AND (t >= toDateTime({F}) AND t <= toDateTime({T}))"
CONTEXT = Context(START, END, interval_ms=20_500)
MULTI = {
    "p": Selection(("a", "b'c")),
    "all": Selection(("a", "b"), every=True),
    "one": Selection(("x",), multi=False),
    "none": Selection(),
    "mark": Selection(('$p"',)),
}


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
        ("1 -- $__timeFilter(c)", "1" + " " * 20),
        ("1 /* $__fromTime */, 2", "1" + " " * 18 + ", 2"),
        ("1 /* $__fromTime", "1" + " " * 15),
        ("1 -- ä\n, $__interval_s", "1" + " " * 6 + "\n, 20"),
        ("1 -- no macro", "1 -- no macro"),
        ("'--', '/*', $__interval_s", "'--', '/*', 20"),
        ("'it''s --', 'a\\'--', \"--\", $__interval_s", "'it''s --', 'a\\'--', \"--\", 20"),
        ("`a--b`, $__interval_s", "`a" + " " * 19),
        ("'$__interval_s'", "'20'"),
        ("$__interval_s--x", "20   "),
        ("$__timeFrom(c -- why\n)", f"c >= toDateTime({F})"),
        ("$__timeFrom(f('a,)b'))", f"f('a,)b') >= toDateTime({F})"),
        ('$__timeFrom("my, column")', f'"my, column" >= toDateTime({F})'),
        ("$__timeFrom(coalesce(c, $__toTime))", f"coalesce(c, toDateTime({T})) >= toDateTime({F})"),
        ("$__fromTime(c), $__toTime()", f"toDateTime({F}), toDateTime({T})"),
        ("$__interval", "20500ms"),
        ("$__fromTimes, $__", "$__fromTimes, $__"),
        ("$__timeGroup(c, '1.5h')", "toStartOfInterval(toDateTime(c), INTERVAL 5400 second)"),
        ("$__timeGroup(c, +.5h)", "toStartOfInterval(toDateTime(c), INTERVAL 1800 second)"),
        ("$__timeGroup(c, 1499ms)", "toStartOfInterval(toDateTime(c), INTERVAL 1 second)"),
        ("$__timeGroup(c, 1500ms)", "toStartOfInterval(toDateTime(c), INTERVAL 2 second)"),
    ],
)
def test_a_macro_of_the_backend_becomes_its_sql(macro: str, sql: str) -> None:
    """Each as the plugin writes it; unknown ones stay, comments beside a macro become spaces."""
    assert expand_in_backend(macro, CONTEXT) == sql


@pytest.mark.parametrize(("zone", "first", "last"), [(UTC, "10-31", "11-30"), (HELSINKI, "11-01", "12-01")])
def test_dates_of_the_plugin_are_those_of_its_process(zone: tzinfo, first: str, last: str) -> None:
    """A month that Helsinki's clocks begin and end is another one to a process in UTC."""
    moments = (datetime(2026, 10, 31, 22, tzinfo=UTC), datetime(2026, 11, 30, 22, 30, tzinfo=UTC))
    written = expand("$__dateFilter(d)", Context(*moments, process_zone=zone))
    assert written == f"d >= toDate('2026-{first}') AND d <= toDate('2026-{last}')"


def test_seconds_before_the_epoch_are_rounded_down() -> None:
    """As Go does."""
    early = datetime(1969, 12, 31, 23, 59, 58, 500_000, tzinfo=UTC)
    assert expand("$__fromTime, $__fromTime_ms", Context(early, END)) == (
        "toDateTime(-2), fromUnixTimestamp64Milli(-1500)"
    )


def test_an_interval_of_days_is_refused() -> None:
    """How Grafana writes it was not looked at."""
    with pytest.raises(MacroError, match="interval_s"):
        expand("$__interval", Context(START, END, 86_400_000))


@pytest.mark.parametrize(
    "macro",
    [
        "$__timeFilter(a, b)",
        "$__timeFilter(a, )",
        "$__timeFilter( )",
        "$__timeFilter (a)",
        "$__timeFilter(`a, b`)",
        "$__timeFilter",
        "$__dt(d)",
        "$__timeFilter(c",
        "$__timeGroup(c, 1d)",
        "$__timeGroup(c, 0s)",
        "$__timeGroup(c, -5m)",
        "$__timeGroup(c, 1h 30m)",
    ],
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
        ("$__conditionalAll($__timeFrom(t), $p)", f"t >= toDateTime({F})"),
    ],
)
def test_a_condition_falls_away_where_all_is_chosen(sql: str, wanted: str) -> None:
    """It stays where some are chosen, or where there is no such variable."""
    assert expanded(sql) == wanted


def test_an_empty_choice_counts_as_all() -> None:
    """The plugin compares the value with the empty text."""
    assert expanded("$__conditionalAll(x = '${v}', $v)", v=Selection(("",))) == "1=1"
    assert expanded("$__conditionalAll(x = '${v}', $v)", v=Selection()) == "1=1"
    assert expanded("$__conditionalAll(x = '${v}', $v)", v=Selection(("$__all",))) == "1=1"


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
        ("${p:doublequote}", '"a","b\'c"'),
        ("[[p]], [[p:csv]], [[1]]", "'a','b'c', a,b'c, [[1]]"),
        ("${p.a}, ${p:}", "'a','b'c', ${p:}"),
        ("$none, ${none:csv}, ${none:singlequote}", "'', , "),
        ("$mark, ${mark:sqlstring}", "'$p\"', '$p\\\"'"),
        ("$__interval, ${__interval_ms}", "20500ms, 20500"),
        ("$oneä", "xä"),
    ],
)
def test_a_variable_is_written_by_its_form(sql: str, wanted: str) -> None:
    """Without a form several values come quoted and not escaped, one as it is; unknown variables stay.

    What a value looks like is not looked at again.
    """
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
