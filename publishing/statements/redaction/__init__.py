"""What should not be public, by detector. Each finding is mended in the text, or overridden with a reason."""

from publishing.statements.redaction.checking import findings, surroundings
from publishing.statements.redaction.finding import Finding, Surroundings

__all__ = ["Finding", "Surroundings", "findings", "surroundings"]
