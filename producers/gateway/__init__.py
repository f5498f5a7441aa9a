"""The way in over HTTP: events from organisers' devices, the check-in page, and what became of what they sent.

- `producers.gateway.application`: the web application; `producers.gateway.server` runs it.
- `producers.gateway.api_keys`, `key_register`, `scope`: who may send what.
- `producers.gateway.intake`: judges events, and turns cards into pseudonyms; `dispatch` hands them to Kafka.
- `producers.gateway.live_view`: how a gathering stands, and what was refused later, out of ClickHouse.
- `producers.gateway.guard`, `limits`: what a request may be at all.
- `static/`: the check-in page; `sql/`: the queries.
"""
