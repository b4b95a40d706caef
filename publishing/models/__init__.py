from publishing.models.brief import BriefPart
from publishing.models.export import Export
from publishing.models.library import LibraryEntry
from publishing.models.live import Correction, LiveStatement
from publishing.models.readership import Citation, Learned, ReadReceipt
from publishing.models.site import PublicSite
from publishing.models.statement import Override, Statement, StatementMove
from publishing.models.subscriber import Subscriber, SubscriberMail
from publishing.models.subscription import DigestRound, Subscription

__all__ = [
    "BriefPart",
    "Citation",
    "Correction",
    "DigestRound",
    "Export",
    "Learned",
    "LibraryEntry",
    "LiveStatement",
    "Override",
    "PublicSite",
    "ReadReceipt",
    "Statement",
    "StatementMove",
    "Subscriber",
    "SubscriberMail",
    "Subscription",
]
