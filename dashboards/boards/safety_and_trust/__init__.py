"""Safety and trust: do people feel safer and trust more, what worries them, and are they answered?"""

from dashboards import variables
from dashboards.annotations import campaigns
from dashboards.board import Board
from dashboards.boards.safety_and_trust.answer import ANSWER
from dashboards.boards.safety_and_trust.answers_to_concerns import ANSWERS_TO_CONCERNS
from dashboards.boards.safety_and_trust.before_and_after import BEFORE_AND_AFTER
from dashboards.boards.safety_and_trust.concerns import CONCERNS
from dashboards.boards.safety_and_trust.over_time import OVER_TIME
from dashboards.boards.safety_and_trust.who_and_where import WHO_AND_WHERE
from dashboards.text import Text

__all__ = ["SAFETY_AND_TRUST"]


SAFETY_AND_TRUST = Board(
    name="safety-and-trust",
    title=Text("Safety and trust", "Turvallisuus ja luottamus", "Trygghet och förtroende"),
    description=Text(
        "Do people feel safe and trust the city's people, does a gathering change it, what worries them, and how soon "
        "are they answered? Answers are anonymous; small numbers are suppressed.",
        "Kokevatko ihmiset olonsa turvalliseksi ja luottavatko he, muuttaako tilaisuus sitä, mikä huolettaa ja kuinka "
        "pian siihen vastataan? Vastaukset ovat nimettömiä; pienet luvut on peitetty.",
        "Känner sig människor trygga och litar de på stadens folk, ändrar ett tillfälle det, vad oroar dem och hur "
        "snart får de svar? Svaren är anonyma; små tal är dolda.",
    ),
    rows=(ANSWER, OVER_TIME, CONCERNS, BEFORE_AND_AFTER, WHO_AND_WHERE, ANSWERS_TO_CONCERNS),
    variables=(variables.programme,),
    annotations=(campaigns,),
    start="now-1y/M",
    refresh="",
)
