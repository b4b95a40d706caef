"""The rest of the table: what is told to customers, and what strangers read (DESIGN §7)."""

from tests.rights import table
from tests.rights.table import ADMINS, ALL, MOVE, NOBODY, NOT_THEIRS, OPEN, SEE, WRITE

TABLE: dict[str, tuple[str, ...]] = {
    **table.TABLE,
    # statements to customers
    "GET statements:list": ALL,
    "GET statements:site": ADMINS,
    "POST statements:site": ADMINS,
    "GET statements:workspace": SEE,
    "POST statements:start": WRITE,
    "POST statements:about": WRITE,
    "POST statements:part": WRITE,
    "POST statements:add_author": WRITE,
    "GET statements:findings": SEE,
    "POST statements:override": WRITE,
    "POST statements:take_back_override": WRITE,
    "GET statements:preview": SEE,
    "GET statements:review": SEE,
    "POST statements:approve": NOT_THEIRS,  # nobody of them is from communications
    "POST statements:send_back": NOT_THEIRS,
    "POST statements:submit": WRITE,
    "POST statements:take_back": WRITE,
    "POST statements:release": WRITE,
    "POST statements:correct": WRITE,
    "GET statements:withdraw": MOVE,
    "POST statements:withdraw": MOVE,
    # what the public reads
    "GET public:list": OPEN,
    "GET public:feed": OPEN,
    "GET public:brand": OPEN,
    "GET public:mark": OPEN,
    "GET public:subscribe": OPEN,
    "POST public:subscribe": OPEN,
    "GET public:confirm": NOBODY,
    "POST public:confirm": NOBODY,
    "GET public:leave": NOBODY,
    "POST public:leave": NOBODY,
    "GET public:statement": NOBODY,
}
