"""The City of Helsinki's Linked Events (https://api.hel.fi/linkedevents/v1/, CC BY 4.0) as gatherings.

- `producers.linked_events.importer`: pages of events and places in, events to emit and refused records out.
- `producers.linked_events.gatherings`: one of their events as events of ours.
- `producers.linked_events.venues`: their places, with the district that each lies in.
- `producers.linked_events.links`: `@id` links, `replaced_by` chains, ids made to fit.
- `producers.linked_events.pages`: a file's records, and whether its pages go on; or what else the file is.
- `producers.linked_events.polling`: the API's pages one after the other; `fetching` gets each, `tally` adds them up.
- `producers.linked_events.text`: names without HTML, cut to length.
"""

from producers.linked_events.importer import Counts, LinkedEventsImport, import_linked_events
from producers.linked_events.refusal import RefusedRecord

__all__ = ["Counts", "LinkedEventsImport", "RefusedRecord", "import_linked_events"]
