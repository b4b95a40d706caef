from publishing.models.library import LibraryEntry
from publishing.models.live import Correction, LiveStatement
from publishing.models.site import PublicSite
from publishing.models.statement import Override, Statement, StatementMove
from publishing.models.subscriber import Subscriber, SubscriberMail

__all__ = [
    "Correction",
    "LibraryEntry",
    "LiveStatement",
    "Override",
    "PublicSite",
    "Statement",
    "StatementMove",
    "Subscriber",
    "SubscriberMail",
]
