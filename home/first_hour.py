"""A new organisation's first hour: four steps, ticked as they are done."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from accounts.models import OneTimeLink, Team, User
from accounts.permissions import abilities


@dataclass(frozen=True)
class Step:
    icon: str
    title: StrOrPromise
    why: StrOrPromise
    verb: StrOrPromise
    url: str
    done: bool = False
    is_next: bool = False


def steps(user: User) -> list[Step]:
    """The next steps for ``user`` in an organisation that has no incident yet; who only reads gets none."""
    if not user.is_writer:
        return []
    write = Step(
        icon="lightning-charge",
        title=_("Write down a first incident"),
        why=_("The last one you remember will do. It takes a minute: title, severity, when you noticed."),
        verb=_("New incident"),
        url=reverse("incidents:create"),
    )
    bring = Step(
        icon="box-arrow-in-down",
        title=_("Bring an old postmortem along"),
        why=_("Drop a Markdown file: we read its timeline, sections and action items, and lose no line."),
        verb=_("Import"),
        url=reverse("imports:upload"),
    )
    todo = [*(_gathering() if abilities(user)["administer"] else ()), write, bring]
    first = next(at for at, step in enumerate(todo) if not step.done)
    return [replace(step, is_next=at == first) for at, step in enumerate(todo)]


def _gathering() -> tuple[Step, ...]:
    """What an admin does first."""
    invited = User.objects.active().count() > 1 or OneTimeLink.objects.pending().exists()
    invite = Step(
        icon="person-plus",
        title=_("Invite the people who respond"),
        why=_("They choose their own password. Two or three are enough to begin with."),
        verb=_("Invite somebody"),
        url=reverse("accounts:people") + "#invite",
        done=invited,
    )
    teams = Step(
        icon="people",
        title=_("Make your teams"),
        why=_("A team answers for its incidents and decides about its actions."),
        verb=_("Make a team"),
        url=reverse("accounts:teams"),
        done=Team.objects.exists(),
    )
    return invite, teams
