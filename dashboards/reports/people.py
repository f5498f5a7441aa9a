"""Who is reached: ages, homes, visitors with cards, and people met outside the door."""

import re

from dashboards.labels import AGE_BANDS, DISTRICTS, OUTREACH_SETTINGS, PROGRAMMES
from dashboards.reports.catalogue import Catalogue
from dashboards.reports.cells import by, largest_first, left_out, month, named, number, shown, total
from dashboards.reports.columns import table
from dashboards.reports.model import Cell, Chart, MissingCell, NumberCell, Section, Table, TextCell
from dashboards.reports.published import Published
from schemas.places import OUTSIDE_HELSINKI

__all__ = ["ages", "people"]


def people(words: Catalogue, found: Published) -> Section:
    """Return the section of those who came."""
    return Section(
        "people",
        words.text("sections.people.title"),
        words.text("sections.people.introduction"),
        (
            ages(words, found),
            _ages_by_area(words, found),
            _visitors(words, found),
            _homes(words, found),
            _mixing(words, found),
            _outreach(words, found),
        ),
        (
            Chart(
                "visits-by-age", words.text("charts.visits_by_age"), "bars", "ages", "age_band", "visits", in_order=True
            ),
            Chart("reach-by-home", words.text("charts.reach_by_home"), "bars", "homes", "home_district", "per_1000"),
        ),
    )


def ages(words: Catalogue, found: Published) -> Table:
    """Return visits by age band, in the order of age, and reach: per 1,000 residents of that age."""
    reach = by(found["reach"], lambda row: str(row["age_band"]))
    groups = by(found["age_bands"], lambda row: str(row["age_band"]))
    rows: list[tuple[Cell, ...]] = []
    for band in sorted(groups, key=_age):
        residents = [row["per_1000_residents"] for row in reach.get(band, ()) if row["per_1000_residents"] is not None]
        visits = total(groups[band], "visits")
        per_1000 = number(sum(residents) if residents else None, "decimal", missing="not recorded")
        rows.append((named(AGE_BANDS, band, words), visits, left_out(groups[band]), per_1000))
    return table(words, "ages", ("age_band", "visits", "left_out", "per_1000"), rows)


def _age(band: str) -> tuple[bool, int, str]:
    digits = re.match(r"\d+", band)
    return (band == "", int(digits[0]) if digits else 0, band)


def _ages_by_area(words: Catalogue, found: Published) -> Table:
    rows = [
        (
            month(row["month"], words),
            named(PROGRAMMES, row["programme"], words),
            named(DISTRICTS, row["area"], words),
            named(AGE_BANDS, row["age_band"], words),
            shown(row, "visits"),
        )
        for row in found["age_bands"]
    ]
    return table(words, "ages_by_area", ("month", "programme", "area", "age_band", "visits"), rows, printed=False)


def _visitors(words: Catalogue, found: Published) -> Table:
    rows = [
        (
            month(row["month"], words),
            named(PROGRAMMES, row["programme"], words),
            shown(row, "visitors"),
            shown(row, "new_visitors", state="parts_state"),
            shown(row, "returning_visitors", state="parts_state"),
        )
        for row in found["visitors"]
    ]
    names = ("month", "programme", "visitors", "new_visitors", "returning_visitors")
    return table(words, "visitors", names, rows)


def _homes(words: Catalogue, found: Published) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            named(DISTRICTS, home, words) if home else TextCell(words.text("report.no_home")),
            total(its, "visits"),
            left_out(its),
            MissingCell("not applicable")
            if home in {"", OUTSIDE_HELSINKI}
            else total(its, "per_1000_residents", "decimal"),
        )
        for home, its in by(found["home_districts"], lambda row: str(row["home_district"])).items()
    ]
    return table(words, "homes", ("home_district", "visits", "left_out", "per_1000"), largest_first(rows, 1))


def _mixing(words: Catalogue, found: Published) -> Table:
    rows = [
        (
            month(row["month"], words),
            named(PROGRAMMES, row["programme"], words),
            NumberCell(row["visits_with_home"]),
            number(row["coverage"], "share"),
            number(row["evenness"], "share"),
            number(row["dissimilarity"], "share"),
        )
        for row in found["mixing"]
    ]
    names = ("month", "programme", "visits_with_home", "coverage", "evenness", "dissimilarity")
    return table(words, "mixing", names, rows, printed=False)


def _outreach(words: Catalogue, found: Published) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (named(OUTREACH_SETTINGS, setting, words), total(its, "people"), left_out(its))
        for setting, its in by(found["outreach"], lambda row: str(row["setting"])).items()
    ]
    return table(words, "outreach", ("setting", "people", "left_out"), largest_first(rows, 1))
