"""What an event is: contracts, programmes, places. Imports nothing else of this project.

- `schemas.programmes`: the sources of events, one module each, with their names and terms of privacy.
- `schemas.text`: words in the city's three languages.
- `schemas.places`: Helsinki's 34 districts and the age bands their populations are counted in.
- `schemas.events`: one module an event type, each with its `EventType`.
- `schemas.contract`: the event types together, as validators and JSON Schema.
- `schemas.envelope`: CloudEvents 1.0 on Kafka, structured and binary.
"""
