"""The kinds of faults, by what they befall."""

from __future__ import annotations

from collections.abc import Sequence

from embedded.chaos.faults.answers import ANSWERS
from embedded.chaos.faults.broker import BROKER
from embedded.chaos.faults.deploys import DEPLOYS
from embedded.chaos.faults.devices import DEVICES
from embedded.chaos.faults.endpoint import ENDPOINT
from embedded.chaos.faults.gateway import GATEWAY
from embedded.chaos.faults.workers import WORKERS
from embedded.chaos.scene import Kind

__all__ = ["KINDS"]

KINDS: Sequence[Kind] = (*ANSWERS, *WORKERS, *ENDPOINT, *BROKER, *GATEWAY, *DEVICES, *DEPLOYS)
"""Every kind of the campaign."""
