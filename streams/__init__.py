"""What happens to events: from Kafka to facts, roll-ups, dead letters and books in ClickHouse.

Read `streams.journey` first: it lists the steps of a message in order.
"""
