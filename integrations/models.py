"""What this package stores."""

from integrations.importer.draft import ImportDraft

__all__ = ["ImportDraft"]
