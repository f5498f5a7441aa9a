"""The desk: a form for each event type that a person reports, made from its contract and a presentation beside it."""
