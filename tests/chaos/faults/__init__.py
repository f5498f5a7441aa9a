"""The kinds of faults, by what they befall."""

from __future__ import annotations

from collections.abc import Sequence

from tests.chaos.faults.answers import ANSWERS
from tests.chaos.faults.broker import BROKER
from tests.chaos.faults.deploys import DEPLOYS
from tests.chaos.faults.devices import DEVICES
from tests.chaos.faults.endpoint import ENDPOINT
from tests.chaos.faults.gateway import GATEWAY
from tests.chaos.faults.imports import IMPORTS
from tests.chaos.faults.workers import WORKERS
from tests.chaos.scene import Kind

__all__ = ["KINDS"]

KINDS: Sequence[Kind] = (*ANSWERS, *WORKERS, *ENDPOINT, *BROKER, *GATEWAY, *DEVICES, *IMPORTS, *DEPLOYS)
"""Every kind of the campaign."""
