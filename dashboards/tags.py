"""By which tags annotations are found."""

__all__ = ["CAMPAIGN_TAG"]

CAMPAIGN_TAG = "engagement-campaign"
"""The tag of every published campaign, beside its language's; what has it and no campaign makes is deleted."""
