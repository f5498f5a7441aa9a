"""An example or two for each command, shown below its help; a test runs them."""

__all__ = ["EXAMPLES", "epilog"]

EXAMPLES = {
    "check-in": (
        "engage emit check-in -p youth-centre -g youth-centre:kallio:2026-09-04 --age-band 13-17",
        "engage emit check-in -p youth-centre -g youth-centre:kallio:2026-09-04 --card - --direction exit",
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
    ),
}


def epilog(command: str) -> str:
    """Give a command's examples as click shows them, one a line, unwrapped."""
    return "\b\nExamples:\n" + "\n".join(f"  {example}" for example in EXAMPLES[command])
