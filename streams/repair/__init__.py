"""Repair: dead letters replayed or discarded, roll-ups rebuilt from facts, facts brought back from Kafka.

Each act can be looked at before it is done (`--dry-run`), can be done again without harm, and leaves a row in `acts`.
"""
