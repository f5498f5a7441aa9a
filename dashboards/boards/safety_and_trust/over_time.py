"""The row "Over time"."""

from dashboards.boards.safety_and_trust.columns import POSITIVE
from dashboards.colours import MUTED, NEUTRAL, SECOND
from dashboards.columns import Column
from dashboards.labels import MOMENTS
from dashboards.layout import Cell, Row
from dashboards.panels import series
from dashboards.question import Question
from dashboards.sdk import timeseries
from dashboards.text import SUPPRESSED, Language, Text

__all__ = ["OVER_TIME"]


def _share_by_month(asked: str, title: Text, told: Text, language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "safety_and_trust/share_by_month",
            title,
            told,
            unit="percentunit",
            no_value=SUPPRESSED,
            decimals=0,
            texts={"question": asked},
        ),
        (
            Column("share", POSITIVE, colour=NEUTRAL, greatest=1),
            Column("low", Text("Lower end", "Alaraja", "Nedre gräns"), colour=MUTED, dashed=True, greatest=1),
            Column("high", Text("Upper end", "Yläraja", "Övre gräns"), colour=MUTED, dashed=True, greatest=1),
        ),
        axis=POSITIVE,
        greatest=1,
    )


def _safety_by_month(language: Language) -> timeseries.Panel:
    return _share_by_month(
        "safety",
        Text("Do people feel safer over time?", "Kasvaako turvallisuuden tunne?", "Ökar känslan av trygghet?"),
        Text(
            "Share of the answers 4 and 5 on safety after gatherings each month, and the ends of its interval for 95 % "
            "(Wilson). A gap: too few to show. Bad: an upper end below what was before.",
            "Vastausten 4 ja 5 osuus turvallisuudesta tilaisuuksien jälkeen kuukausittain, ja sen 95 %:n väli "
            "(Wilson). Aukko: liian vähän. Huono: yläraja alle aiemman.",
            "Andelen svar 4 och 5 om trygghet efter tillfällen varje månad, med intervallet för 95 % (Wilson). Ett "
            "hål: för få. Dåligt: en övre gräns under det tidigare.",
        ),
        language,
    )


def _trust_by_month(language: Language) -> timeseries.Panel:
    return _share_by_month(
        "trust",
        Text("Does trust grow over time?", "Kasvaako luottamus?", "Ökar förtroendet?"),
        Text(
            "Share of the answers 4 and 5 on trust after gatherings each month, and the ends of its interval for 95 % "
            "(Wilson). A gap: too few to show. Bad: an upper end below what was before.",
            "Vastausten 4 ja 5 osuus luottamuksesta tilaisuuksien jälkeen kuukausittain, ja sen 95 %:n väli (Wilson). "
            "Aukko: liian vähän. Huono: yläraja alle aiemman.",
            "Andelen svar 4 och 5 om förtroende efter tillfällen varje månad, med intervallet för 95 % (Wilson). Ett "
            "hål: för få. Dåligt: en övre gräns under det tidigare.",
        ),
        language,
    )


def _answers_by_month(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "safety_and_trust/answers_by_month",
            Text("How many answered?", "Kuinka moni vastasi?", "Hur många svarade?"),
            Text(
                "Answers each month to both questions, before and after, of what is shown. Bad: so few that the shares "
                "say nothing.",
                "Vastaukset kuukausittain molempiin kysymyksiin, ennen ja jälkeen, näytetyistä. Huono: niin vähän, "
                "ettei osuus kerro mitään.",
                "Svar varje månad på båda frågorna, före och efter, av det som visas. Dåligt: så få att andelarna "
                "inget säger.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
        ),
        (
            Column("before", MOMENTS["before"].text, colour=SECOND),
            Column("after", MOMENTS["after"].text, colour=NEUTRAL),
        ),
        axis=Text("Answers", "Vastaukset", "Svar"),
        bars=True,
    )


OVER_TIME = Row(
    Text("Over time", "Ajan mittaan", "Över tid"),
    (Cell(_safety_by_month, 9, 9), Cell(_trust_by_month, 9, 9), Cell(_answers_by_month, 6, 9)),
)
