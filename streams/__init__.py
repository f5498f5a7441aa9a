"""What happens to events: from Kafka to facts, roll-ups, dead letters and books in ClickHouse.

Read `streams.judging` and `streams.storing` first: their lists of steps are the way of a message, in order.
"""
