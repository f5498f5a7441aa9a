"""How far the pipeline carries: a day simulated with the measured costs, and what is full first."""

from streams.capacity.costs import MEASURED, Costs
from streams.capacity.day import Minute, minutes_to_catch_up, simulate
from streams.capacity.limits import ROOM, Outlook, needed, outlook
from streams.capacity.load import HELSINKI, Load
from streams.capacity.plan import MACHINE, SERVERS, Plan

__all__ = [
    "HELSINKI",
    "MACHINE",
    "MEASURED",
    "ROOM",
    "SERVERS",
    "Costs",
    "Load",
    "Minute",
    "Outlook",
    "Plan",
    "minutes_to_catch_up",
    "needed",
    "outlook",
    "simulate",
]
