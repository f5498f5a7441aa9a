"""A seeded Helsinki over days, with the truth of each number that must come of its messages."""

from producers.simulator.city import City
from producers.simulator.happenings.happenings import HappeningsTruth
from producers.simulator.message import Message
from producers.simulator.roll_up import GatheringTruth
from producers.simulator.simulation import Simulation, simulate
from producers.simulator.truth import AggregateTruth, Truth
from producers.simulator.venue_months import VenueMonthTruth

__all__ = [
    "AggregateTruth",
    "City",
    "GatheringTruth",
    "HappeningsTruth",
    "Message",
    "Simulation",
    "Truth",
    "VenueMonthTruth",
    "simulate",
]
