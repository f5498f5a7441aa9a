"""The fault campaign: hundreds of seeded faults on one running pipeline, and after each the numbers against the truth.

Start reading at `campaign.py`; docs/reference/chaos.md says how its report is read.
"""
