from meetings.models.calendar import CalendarFeed, Facilitating, Invitation
from meetings.models.meeting import AgendaItem, Attendance, MeetingMove, ParkedFix, ReviewMeeting

__all__ = [
    "AgendaItem",
    "Attendance",
    "CalendarFeed",
    "Facilitating",
    "Invitation",
    "MeetingMove",
    "ParkedFix",
    "ReviewMeeting",
]
