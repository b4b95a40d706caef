"""Times that people write, read in one place: quick-add, bulk paste and the importer all ask here."""

from core.when.days import Day, day_at, is_month_first
from core.when.errors import NotATime
from core.when.lines import Lead, Line, header_day, lead, read_line, read_lines, trusts_loose
from core.when.moment import Moment, Precision, read, resolve, settle
from core.when.written import Written, plain, written_at
from core.when.zones import place_at, zone_at, zone_named

__all__ = [
    "Day",
    "Lead",
    "Line",
    "Moment",
    "NotATime",
    "Precision",
    "Written",
    "day_at",
    "header_day",
    "is_month_first",
    "lead",
    "place_at",
    "plain",
    "read",
    "read_line",
    "read_lines",
    "resolve",
    "settle",
    "trusts_loose",
    "written_at",
    "zone_at",
    "zone_named",
]
