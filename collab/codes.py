"""With which code a connection is closed, for pages to read."""

RESTARTING = 1012
BROKEN = 1011  # our fault; the page keeps what it has and comes again
TRY_AGAIN = 1013  # too slow a reader, too many connections, no database
MALFORMED = 4400
NOT_SIGNED_IN = 4401
NO_LONGER = 4403  # may not, or may no longer
GONE = 4404  # not there, or nothing of theirs
TOO_LARGE = 4413
