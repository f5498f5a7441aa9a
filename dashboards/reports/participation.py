"""How many came, by programme, time and place."""

from collections.abc import Iterable, Sequence

from dashboards.labels import ANSWERS, DISTRICTS, PROGRAMMES, PROVENANCE, STATUSES
from dashboards.reports.catalogue import Catalogue
from dashboards.reports.cells import (
    by,
    change,
    day,
    is_comparable,
    largest_first,
    left_out,
    month,
    named,
    number,
    shown,
    total,
)
from dashboards.reports.columns import table
from dashboards.reports.model import Cell, Chart, MissingCell, NumberCell, Section, Table, TextCell
from dashboards.reports.published import Published, Row

__all__ = ["held", "opening_hours", "openings", "participation", "places"]

_CALLED_OFF = ("cancelled", "postponed")


def participation(words: Catalogue, found: Published, before: Published) -> Section:
    """Return the section of programmes, months and weeks."""
    return Section(
        "participation",
        words.text("sections.participation.title"),
        words.text("sections.participation.introduction"),
        (_programmes(words, found, before), _months(words, found), _weeks(words, found), _theme_nights(words, found)),
        (
            Chart(
                "visits-by-programme",
                words.text("charts.visits_by_programme"),
                "bars",
                "programmes",
                "programme",
                "visits",
            ),
            Chart(
                "visits-by-week", words.text("charts.visits_by_week"), "lines", "weeks", "week", "visits", "programme"
            ),
        ),
    )


def places(words: Catalogue, found: Published) -> Section:
    """Return the section of districts and venues; each gathering stands in the data alone."""
    return Section(
        "places",
        words.text("sections.places.title"),
        words.text("sections.places.introduction"),
        (
            _districts(words, found),
            _districts_by_programme(words, found),
            _venues(words, found),
            _gatherings(words, found),
        ),
        (
            Chart(
                "visits-by-district", words.text("charts.visits_by_district"), "bars", "districts", "district", "visits"
            ),
        ),
    )


def held(rows: Iterable[Row]) -> list[Row]:
    """Return the counts of gatherings that were not called off, or counted all the same, as `published.days` does."""
    return [row for row in rows if row["status"] not in _CALLED_OFF or row["state"] != "not recorded"]


def openings(rows: Iterable[Row]) -> list[Row]:
    """Return those of `held` at which people were counted or should have been: no meetings outside the door."""
    return [row for row in held(rows) if row["expected"] or row["state"] != "not recorded"]


def opening_hours(rows: Iterable[Row]) -> Cell:
    """Return the planned hours of these openings together; `not recorded` where none has a plan of at most a day."""
    hours = {row["gathering"]: row["planned_hours"] for row in openings(rows)}
    known = [its for its in hours.values() if its is not None]
    return number(sum(known) if known else None, "hours")


def _programmes(words: Catalogue, found: Published, before: Published) -> Table:
    earlier = by(before["months"], lambda row: str(row["programme"]))
    rows: list[tuple[Cell, ...]] = []
    for programme, its in by(found["months"], lambda row: str(row["programme"])).items():
        visits, once = total(its, "visits"), total(earlier.get(programme, ()), "visits")
        rows.append(
            (
                named(PROGRAMMES, programme, words),
                NumberCell(sum(row["gatherings"] for row in its)),
                NumberCell(sum(row["not_recorded"] for row in its)),
                visits,
                left_out(its),
                total(its, "family_visits", state="families_state"),
                once,
                change(visits, once, comparable=is_comparable(found, before)),
            )
        )
    names = (
        "programme", "gatherings", "not_recorded", "visits", "left_out", "family_visits", "visits_before", "change",
    )  # fmt: skip
    return table(words, "programmes", names, largest_first(rows, 3))


def _months(words: Catalogue, found: Published) -> Table:
    rows = [
        (
            month(row["month"], words),
            named(PROGRAMMES, row["programme"], words),
            NumberCell(row["gatherings"]),
            NumberCell(row["not_recorded"]),
            number(row["completeness"], "share"),
            shown(row, "visits"),
            MissingCell("not published") if row["running"] else shown(row, "family_visits", state="families_state"),
            TextCell(words.text(f"standing.{_standing(row)}"), _standing(row)),
            NumberCell(row["edition"]),
        )
        for row in found["months"]
    ]
    names = (
        "month", "programme", "gatherings", "not_recorded", "completeness", "visits", "family_visits", "standing",
        "edition",
    )  # fmt: skip
    return table(words, "months", names, rows)


def _standing(row: Row) -> str:
    return "running" if row["running"] else "final" if row["final"] else "closed"


def _weeks(words: Catalogue, found: Published) -> Table:
    rows = [
        (
            day(row["week"], words),
            named(PROGRAMMES, row["programme"], words),
            NumberCell(row["gatherings"]),
            NumberCell(row["suppressed"]),
            NumberCell(row["not_recorded"]),
            number(row["visits"], missing="suppressed" if row["suppressed"] else "not recorded"),
            number(row["usual"], "decimal"),
            number(row["growth"], "share"),
        )
        for row in found["weeks"]
    ]
    names = ("week", "programme", "gatherings", "suppressed", "not_recorded", "visits", "usual", "growth")
    return table(words, "weeks", names, rows, printed=False)


def _theme_nights(words: Catalogue, found: Published) -> Table:
    rows = [
        (
            month(row["month"], words),
            NumberCell(row["theme_nights"]),
            NumberCell(row["ordinary_nights"]),
            number(row["uplift"], "share"),
            number(row["low"], "share"),
            number(row["high"], "share"),
        )
        for row in found["theme_nights"]
    ]
    names = ("month", "theme_nights", "ordinary_nights", "uplift", "uplift_low", "uplift_high")
    return table(words, "theme_nights", names, rows)


def _places(rows: Sequence[Row]) -> tuple[Cell, ...]:
    return (
        NumberCell(sum(row["gatherings"] for row in rows)),
        NumberCell(sum(row["not_recorded"] for row in rows)),
        total(rows, "visits"),
        left_out(rows),
    )


def _districts(words: Catalogue, found: Published) -> Table:
    rows = [
        (named(DISTRICTS, district, words), *_places(its))
        for district, its in by(found["districts"], lambda row: str(row["district"])).items()
    ]
    names = ("district", "gatherings", "not_recorded", "visits", "left_out")
    return table(words, "districts", names, largest_first(rows, 3))


def _districts_by_programme(words: Catalogue, found: Published) -> Table:
    groups = by(found["districts"], lambda row: (str(row["district"]), str(row["programme"])))
    rows = [
        (named(DISTRICTS, district, words), named(PROGRAMMES, programme, words), *_places(its))
        for (district, programme), its in groups.items()
    ]
    names = ("district", "programme", "gatherings", "not_recorded", "visits", "left_out")
    return table(words, "districts_by_programme", names, rows, printed=False)


def _venues(words: Catalogue, found: Published) -> Table:
    groups = by(openings(found["gatherings"]), lambda row: (str(row["venue"]), str(row["programme"])))
    rows: list[tuple[Cell, ...]] = [
        (
            TextCell(venue or words.text("report.no_venue"), venue),
            named(PROGRAMMES, programme, words),
            NumberCell(len(its)),
            NumberCell(sum(1 for row in its if row["state"] == "not recorded" and row["expected"])),
            total(its, "visits"),
            left_out(its),
            opening_hours(its),
        )
        for (venue, programme), its in groups.items()
    ]
    names = ("venue", "programme", "gatherings", "not_recorded", "visits", "left_out", "opening_hours")
    return table(words, "venues", names, largest_first(rows, 4))


def _gatherings(words: Catalogue, found: Published) -> Table:
    rows = [
        (
            day(row["day"], words),
            TextCell(_name(row, words), row["gathering"]),
            named(PROGRAMMES, row["programme"], words),
            TextCell(row["venue"] or words.text("report.no_venue"), row["venue"]),
            named(DISTRICTS, row["district"], words),
            named(STATUSES, row["status"], words),
            shown(row, "visits"),
            named(PROVENANCE, row["provenance"], words),
            named(ANSWERS, "1" if row["disagree"] else "0", words),
        )
        for row in found["gatherings"]
    ]
    names = ("day", "gathering", "programme", "venue", "district", "status", "visits", "provenance", "disagrees")
    return table(words, "gatherings", names, rows, printed=False)


def _name(row: Row, words: Catalogue) -> str:
    return str(row[f"name_{words.language}"] or row["name_fi"] or row["name_en"] or row["name_sv"] or row["gathering"])
