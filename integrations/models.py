"""What this package stores."""

from integrations.importer.draft import ImportDraft
from integrations.trackers.models import Connection, Delivery, IssueLink

__all__ = ["Connection", "Delivery", "ImportDraft", "IssueLink"]
