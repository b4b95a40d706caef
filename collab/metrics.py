"""What an operator sees of live documents at ``/metrics``, of this process."""

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
COUNTS = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500)

open_documents = Gauge("collab_open_documents", "Documents that somebody has open")
connections = Gauge("collab_connections", "Sockets that are connected")
commit_seconds = Histogram("collab_commit_seconds", "Time of a transaction of the committer", buckets=SECONDS)
batch_updates = Histogram("collab_batch_updates", "Updates in a transaction of the committer", buckets=COUNTS)
lag_seconds = Histogram("collab_lag_seconds", "From the arrival of an update until it is on disk", buckets=SECONDS)
updates = Counter("collab_updates", "Updates that were received and are on disk")
refused = Counter("collab_refused_updates", "Updates that were refused", ["code"])
failed_commits = Counter("collab_failed_commits", "Transactions that could not be committed and were tried again")
gaps_filled = Counter("collab_gaps_filled", "Times that the database told what no message had told")
folds = Counter("collab_folds", "Logs that were folded into their snapshot")
closes = Counter("collab_closes", "Connections that have ended", ["code"])
relay_connected = Gauge("collab_relay_connected", "Whether messages between processes arrive (Redis)")
