"""The rules that dashboards are held to, by name.

R29 and R33 look at all dashboards together, the others at one. R25 (every statement runs) is
`dashboards.check`'s, R27 (building and publishing again changes nothing) that of building and publishing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from dashboards.rules import identity, numbers, places, same, statements, words
from dashboards.rules.fault import Dashboard, Fault, Finding, Rule

__all__ = ["RULES", "RULES_OF_ALL", "Dashboard", "Fault", "Finding", "Rule", "findings"]

RULES: Mapping[str, Rule] = {
    "R01": identity.one_datasource,
    "R02": identity.whole_name,
    "R03": identity.no_numbers_of_the_server,
    "R04": identity.tooltip,
    "R05": identity.refresh,
    "R06": identity.tag_dropdown,
    "R07": places.rows,
    "R08": places.unique_ids,
    "R09": places.within_columns,
    "R10": places.no_overlaps,
    "R11": places.large_enough,
    "R12": words.titles,
    "R13": words.descriptions,
    "R14": numbers.units,
    "R15": words.no_value,
    "R16": numbers.gauge_ends,
    "R17": numbers.thresholds,
    "R18": numbers.shares,
    "R19": numbers.stacking,
    "R20": numbers.legend,
    "R21": statements.targets,
    "R22": statements.sql,
    "R23": statements.variables_quoted,
    "R24": statements.variables,
    "R26": same.round_trip,
    "R28": statements.published_only,
    "R30": statements.states_shown,
    "R31": places.headings,
    "R32": statements.unused_variables,
    "R34": statements.days_of_helsinki,
    "R35": identity.few_lines,
}

RULES_OF_ALL: Mapping[str, Callable[[Sequence[Dashboard]], Iterator[tuple[str, Fault]]]] = {
    "R29": words.translations,
    "R33": same.links,
}


def findings(dashboards: Sequence[Dashboard]) -> Iterator[Finding]:
    """Hold dashboards to every rule."""
    for name, rule in RULES.items():
        for dashboard in dashboards:
            for fault in rule(dashboard):
                yield Finding(name, str(dashboard.get("uid", "")), fault)
    for name, rule_of_all in RULES_OF_ALL.items():
        for uid, fault in rule_of_all(dashboards):
            yield Finding(name, uid, fault)
