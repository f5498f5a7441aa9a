"""An example or two for each command, shown below its help; a test runs them."""

__all__ = ["EXAMPLES", "epilog"]

EXAMPLES = {
    "check-in": (
        "engage emit check-in -p youth-centre -g youth-centre:kallio:2026-09-04 --age-band 13-17",
        "engage emit check-in -p youth-centre -g youth-centre:kallio:2026-09-04 --card - --direction exit",
        "engage emit check-in -p theme-night -g theme-night:itis:2026-09-04 --age-band 30-64 --accompanied-by 2",
    ),
    "head-count": (
        "engage emit head-count 34 -p theme-night -g theme-night:itis:2026-09-04",
        "engage emit head-count 34 -p theme-night -g theme-night:itis:2026-09-04 --by-age-band 13-17=28",
    ),
    "gathering-scheduled": (
        (
            "engage emit gathering-scheduled -p theme-night -g theme-night:itis:2026-09-04 --name-fi Teemailta "
            "--starts 2026-09-04T17:00:00+03:00 --ends 2026-09-04T21:00:00+03:00 --venue tprek:8169"
        ),
    ),
    "gathering-opened": ("engage emit gathering-opened -p youth-centre -g youth-centre:kallio:2026-09-04",),
    "gathering-closed": (
        (
            "engage emit gathering-closed -p youth-centre -g youth-centre:kallio:2026-09-04 "
            "--time 2026-09-04T21:00:00+03:00"
        ),
    ),
    "gathering-cancelled": (
        "engage emit gathering-cancelled -p regional-event -g regional-event:itakeskus-day:2026 --reason weather",
    ),
    "group-visit": (
        (
            "engage emit group-visit -p youth-centre -g youth-centre:kallio:2026-09-04 --people 23 "
            "--kind school-class --age-band 7-12 --accompanied-by 2"
        ),
    ),
    "period-count": (
        (
            "engage emit period-count -p regional-event -g library:kallio:2026-08 --period month "
            "--first-day 2026-08-01 --visits 1234"
        ),
    ),
    "outreach-contact": (
        (
            "engage emit outreach-contact -p youth-centre -g outreach:itis:2026-09-04 --setting shopping-centre "
            "--people 14 --by-age-band 13-17=12 --together-with police --together-with security"
        ),
    ),
    "dialogue-held": (
        (
            "engage emit dialogue-held -p police-dialogue -g police-dialogue:vuosaari:2026-09-04 "
            "--section juvenile-delinquency --participants 12 --themes gangs --themes trust-in-police --follow-up"
        ),
    ),
    "agency-presence": (
        (
            "engage emit agency-presence -p theme-night -g theme-night:itis:2026-09-04 --agency police --staff 2 "
            "--minutes 240"
        ),
    ),
    "referral": (
        (
            "engage emit referral -p police-dialogue -g police-dialogue:vuosaari:2026-09-04 --from-agency police "
            "--to-agency youth-work --people 2"
        ),
    ),
    "pulse": (
        (
            "engage emit pulse -p theme-night -g theme-night:itis:2026-09-04 --question safety --moment after "
            "--answer 4 --age-band 13-17"
        ),
    ),
    "concern-raised": (
        (
            "engage emit concern-raised -p regional-event -g regional-event:itakeskus-day:2026 --category lighting "
            "--district vartiokylä --place-kind park --id concern-7"
        ),
    ),
    "concern-handled": (
        (
            "engage emit concern-handled -p regional-event -g regional-event:itakeskus-day:2026 --concern concern-7 "
            "--concern-source tablet:itis-1 --status passed-on --passed-to police"
        ),
    ),
    "correct": (
        (
            "engage emit correct tablet-0031 -p youth-centre -g youth-centre:kallio:2026-09-04 "
            "--amended-source tablet:kallio-1 --event head-count --happened 2026-09-04T20:00:00+03:00 "
            "--data '{\"people\": 34}'"
        ),
    ),
    "retract": (
        (
            "engage emit retract tablet-0031 -p youth-centre -g youth-centre:kallio:2026-09-04 "
            "--amended-source tablet:kallio-1 --event check-in --reason mistake"
        ),
    ),
    "file": ("engage emit file events.jsonl", "zcat events.jsonl.gz | engage emit file -"),
    "linked-events": (
        "curl -o events.json 'https://api.hel.fi/linkedevents/v1/event/?start=today'",
        "curl -o places.json 'https://api.hel.fi/linkedevents/v1/place/'",
        "engage import linked-events events.json --places places.json",
        "engage import linked-events https://api.hel.fi/linkedevents/v1/event/ --since 2026-09-01",
    ),
    "sheet": (
        "engage import sheet visits.csv --mapping visits.toml --dry-run",
        "engage import sheet visits.xlsx --mapping visits.toml",
    ),
}


def epilog(command: str) -> str:
    """Return a command's examples as click shows them, one a line, unwrapped; nothing where there is none yet."""
    examples = EXAMPLES.get(command, ())
    return "\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples) if examples else ""
