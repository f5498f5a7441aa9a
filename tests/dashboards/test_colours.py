"""A colour means one thing, whatever the board."""

from collections import defaultdict

from dashboards.build import built_dashboards
from dashboards.colours import AGE_BANDS, BAD, GOOD, HUES, PROGRAMMES, WARN
from dashboards.queries import panels_of


def test_no_category_has_the_colour_of_a_programme_or_of_an_age_band() -> None:
    """Nor one that judges."""
    taken = {*PROGRAMMES.values(), *AGE_BANDS, GOOD, WARN, BAD}
    assert len(set(HUES)) == len(HUES)
    assert not taken & set(HUES)


def test_a_number_has_the_same_colour_on_every_board() -> None:
    """New visitors are blue wherever they stand, so that nobody has to read the legend twice."""
    colours: dict[str, dict[str, str]] = defaultdict(dict)
    for _, dashboard in built_dashboards(["en"]):
        for panel in panels_of(dashboard):
            for override in panel.get("fieldConfig", {}).get("overrides", ()):
                if override["matcher"]["id"] != "byName":
                    continue
                for one in override["properties"]:
                    if one["id"] == "color" and one["value"]["mode"] == "fixed":
                        colours[override["matcher"]["options"]][one["value"]["fixedColor"]] = panel["title"]
    assert {name: seen for name, seen in colours.items() if len(seen) > 1} == {}
