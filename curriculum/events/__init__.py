"""What happens in class: small records with a schema, and the store that keeps them."""

from curriculum.events.records import (
    Checked,
    Event,
    EventError,
    Opened,
    Submitted,
    event_from_mapping,
    event_to_mapping,
)
from curriculum.events.store import Activity, EventStore, StoredEvent

__all__ = [
    "Activity",
    "Checked",
    "Event",
    "EventError",
    "EventStore",
    "Opened",
    "StoredEvent",
    "Submitted",
    "event_from_mapping",
    "event_to_mapping",
]
