"""What people are told about meetings."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from meetings.models import ReviewMeeting
from meetings.people import offering
from notifications import kinds, outbox

FACILITATOR = kinds.register(
    "meeting-facilitator",
    why=gettext_lazy("You offered to facilitate meetings of others."),
    label=gettext_lazy("A meeting looks for a facilitator"),
    icon="people",
    visible=ReviewMeeting.objects.visible_to,
)
SOAKED = kinds.register(
    "meeting-soaked",
    why=gettext_lazy("Proposals of a meeting wait for your decision."),
    label=gettext_lazy("Proposals of a meeting wait for your decision"),
    icon="hourglass-split",
    visible=ReviewMeeting.objects.visible_to,
)
SURVEY = kinds.register(
    "meeting-survey",
    why=gettext_lazy("You were in this meeting."),
    label=gettext_lazy("Two questions after a meeting"),
    icon="chat-left-text",
    visible=ReviewMeeting.objects.visible_to,
)


def ask_for_facilitator(meeting: ReviewMeeting, *, by: User) -> int:
    """Tell everybody who offered to; asking again tells only those who were not told. Returns how many offer."""
    people = list(offering(meeting.postmortem).exclude(pk=by.pk))
    detail = _("%(name)s looks for a facilitator.") % {"name": by.name}
    outbox.tell(
        outbox.News(person, FACILITATOR, meeting, f"facilitator-{meeting.pk}", meeting.title, detail)
        for person in people
    )
    return len(people)


def ask_how_it_was(meeting: ReviewMeeting) -> None:
    came = [one.user for one in meeting.attendances.filter(attended=True).select_related("user")]
    words = _("Two questions, without your name")
    outbox.tell(outbox.News(one, SURVEY, meeting, f"survey-{meeting.pk}", meeting.title, words) for one in came)
