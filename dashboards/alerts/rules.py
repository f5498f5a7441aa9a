"""The alert rules, and the groups that they are evaluated in."""

from typing import Any

from dashboards.alerts.rule import AlertRule
from dashboards.text import Language, Text

__all__ = ["ALERT_RULES", "EVERY_SECONDS", "alert_groups"]

EVERY_SECONDS = 60
"""How often each group is evaluated."""

_HOUR = 3600
_DAY = 24 * _HOUR

ALERT_RULES: tuple[AlertRule, ...] = (
    AlertRule(
        name="capacity_reached",
        group="Gatherings",
        title=Text("A gathering is full", "Tapahtuma on täynnä", "Ett evenemang är fullt"),
        summary=Text(
            "{{ $labels.name_en }} is full, or about to be: about {{ humanizePercentage $values.A.Value }} of its room",
            "{{ $labels.name_fi }} on täynnä tai täyttymässä: noin {{ humanizePercentage $values.A.Value }} paikoista",
            "{{ $labels.name_sv }} är fullt eller blir det snart: cirka {{ humanizePercentage $values.A.Value }}",
        ),
        remedy=Text(
            "Let nobody in until some have left. The number is to the nearest ten; count heads to be sure.",
            "Älkää päästäkö sisään ennen kuin joku lähtee. Luku on kymmenen tarkkuudella; laskekaa paikalla olijat.",
            "Släpp inte in någon förrän någon har gått. Talet är avrundat till tiotal; räkna de närvarande.",
        ),
        above=0.99,
        lasting="0s",
        window=_HOUR,
        audience="organisers",
        no_data="OK",
        why="No row: none is open that many came to. At a full door each minute counts.",
    ),
    AlertRule(
        name="silent_venues",
        group="Gatherings",
        title=Text("Nobody counted at a venue", "Paikan kävijöitä ei laskettu", "Ingen räknade besökarna på en plats"),
        summary=Text(
            "Nothing came from {{ $labels.name_en }} ({{ $labels.venue }}) yesterday, though it should have been open",
            "Paikasta {{ $labels.name_fi }} ({{ $labels.venue }}) ei tullut eilen mitään, vaikka piti olla auki",
            "Ingenting kom från {{ $labels.name_sv }} ({{ $labels.venue }}) i går, fast det skulle vara öppet",
        ),
        remedy=Text(
            "Ask whether it was open. If so, look whether its tablet still has entries to send; a paper count can be "
            "imported. If not, send that it was cancelled.",
            "Kysykää, oliko se auki. Jos oli, katsokaa, onko tabletissa lähettämättömiä kirjauksia; paperilaskenta "
            "voidaan tuoda. Jos ei, lähettäkää peruutus.",
            "Fråga om det var öppet. Om ja, se efter om surfplattan har oskickade poster; en räkning på papper kan "
            "importeras. Om nej, skicka att det ställdes in.",
        ),
        above=0,
        lasting="0s",
        window=_DAY,
        audience="organisers",
        no_data="OK",
        why="No row: all of yesterday was counted or called off. To wait tells no more.",
    ),
    AlertRule(
        name="dead_letter_rate",
        group="Pipeline",
        title=Text("Many messages are refused", "Moni viesti hylätään", "Många meddelanden avvisas"),
        summary=Text(
            "{{ humanizePercentage $values.A.Value }} of the messages of the last two hours are dead letters",
            "{{ humanizePercentage $values.A.Value }} kahden viime tunnin viesteistä hylättiin",
            "{{ humanizePercentage $values.A.Value }} av de två senaste timmarnas meddelanden avvisades",
        ),
        remedy=Text(
            "Look at the reasons on Pipeline health; each has its remedy in docs/reference/rejections.md.",
            "Katsokaa syyt näkymästä; kunkin korjaus on sivulla docs/reference/rejections.md.",
            "Se orsakerna i vyn; åtgärden för var och en finns i docs/reference/rejections.md.",
        ),
        above=0.05,
        lasting="5m",
        window=3 * _HOUR,
        audience="engineers",
        no_data="NoData",
        why="The statement always gives a row, so none means something else is wrong. Fewer than 20 count as none: "
        "a single wrong message on a quiet evening is no rate. A burst of a minute is on the dashboard.",
    ),
    AlertRule(
        name="lag",
        group="Pipeline",
        title=Text("The worker lags behind", "Käsittely on jäljessä", "Bearbetningen släpar efter"),
        summary=Text(
            "About {{ humanize $values.A.Value }} messages wait to be stored",
            "Noin {{ humanize $values.A.Value }} viestiä odottaa tallennusta",
            "Cirka {{ humanize $values.A.Value }} meddelanden väntar på att lagras",
        ),
        remedy=Text(
            "Run `engage doctor`. If the worker is well and busy, start another; there may be as many as partitions.",
            "Ajakaa `engage doctor`. Jos käsittelijä toimii, käynnistäkää toinen; niitä voi olla osioiden verran.",
            "Kör `engage doctor`. Om den fungerar, starta en till; det kan finnas lika många som partitioner.",
        ),
        above=10_000,
        lasting="10m",
        window=3 * _HOUR,
        audience="engineers",
        no_data="NoData",
        why="The statement always gives a row, so none means something else is wrong. A backlog that is being eaten "
        "is gone within minutes. A worker that stands still writes nothing here: /live of the worker tells of that.",
    ),
    AlertRule(
        name="books_not_balanced",
        group="Pipeline",
        title=Text("The books do not balance", "Kirjanpito ei täsmää", "Bokföringen går inte ihop"),
        summary=Text(
            "The books of {{ $values.A.Value }} topics have messages that are missing, or in more than one outcome",
            "{{ $values.A.Value }} aiheen kirjanpidosta puuttuu viestejä, tai ne on kirjattu kahdesti",
            "I bokföringen av {{ $values.A.Value }} ämnen saknas meddelanden, eller så är de bokförda två gånger",
        ),
        remedy=Text(
            "Run `engage books` to see where; the offsets that it names are still in Kafka for 30 days.",
            "Ajakaa `engage books`, niin näette missä; sen nimeämät viestit ovat Kafkassa 30 päivää.",
            "Kör `engage books` för att se var; meddelandena som det nämner finns i Kafka i 30 dagar.",
        ),
        above=0,
        lasting="10m",
        window=_HOUR,
        audience="engineers",
        no_data="NoData",
        why="The statement always gives a row, so none means something else is wrong. While workers hand partitions "
        "over, a batch may be booked before the one that it follows; ten minutes later it is not.",
    ),
)


def alert_groups(language: Language, folder: str, organisation: int) -> list[dict[str, Any]]:
    """Return the groups of rules, as Grafana takes them; titles in one language."""
    names = dict.fromkeys(rule.group for rule in ALERT_RULES)
    return [
        {
            "title": name,
            "folderUid": folder,
            "interval": EVERY_SECONDS,
            "rules": [rule.as_json(language, folder, organisation) for rule in ALERT_RULES if rule.group == name],
        }
        for name in names
    ]
