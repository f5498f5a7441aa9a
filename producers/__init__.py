"""How events get in.

- `producers.emitter`: hands events to Kafka and knows what became of each.
- `producers.new_event`: makes a CloudEvent; `producers.outgoing` judges and encodes it before it leaves.
- `producers.pseudonyms`, `producers.seasons`, `producers.keys`: what turns a card into a pseudonym, under which key.
- `producers.linked_events`: gatherings out of the City of Helsinki's Linked Events.
- `producers.settings`, `producers.commands`: the environment and the command line.
- `producers.errors`: what can go wrong.
"""
