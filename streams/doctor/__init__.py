"""Is everything in order, and if not, what helps?"""

from streams.doctor.checks import CHECKS
from streams.doctor.examination import LIMITS, Check, Examination, Finding, Limits, examine

__all__ = ["CHECKS", "LIMITS", "Check", "Examination", "Finding", "Limits", "examine"]
