"""A list as somebody wants to find it again: filters, order and columns under a name."""

from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from accounts.models.teams import Team, team_ids

LONGEST_QUERY = 2000


class Reach(models.TextChoices):
    """Who finds it among their views."""

    MINE = "mine", _("Only me")
    TEAM = "team", _("A team")
    EVERYBODY = "everybody", _("Everybody")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def present(self) -> Self:
        return self.filter(removed_at=None)

    def visible_to(self, user: User) -> Self:
        """One's own, and those shared with everybody or with a team of one's own."""
        shared = models.Q(reach=Reach.EVERYBODY) | models.Q(reach=Reach.TEAM, team_id__in=team_ids(user))
        return self.present().filter(models.Q(owner=user) | shared)


class SavedView(models.Model):
    """What ``query`` shows is decided when it is opened: it widens nobody's sight."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    list_name = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(blank=True, max_length=LONGEST_QUERY)
    reach = models.CharField(_("who finds it"), max_length=10, choices=Reach, default=Reach.MINE)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "list_name", "name"), condition=models.Q(removed_at=None), name="saved_view_once"
            ),
            models.CheckConstraint(condition=models.Q(reach__in=Reach.values), name="saved_view_reach_known"),
            models.CheckConstraint(
                condition=models.Q(reach=Reach.TEAM) ^ models.Q(team=None), name="saved_view_team_where_for_a_team"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @classmethod
    @transaction.atomic
    def keep(cls, *, owner: User, list_name: str, name: str, query: str, reach: str, team: Team | None) -> bool:
        """Save it; one that ``owner`` has under that name is replaced. Returns whether there was one."""
        values = {"query": query, "reach": reach, "team": team}
        _view, made = cls.objects.update_or_create(
            owner=owner, list_name=list_name, name=name, removed_at=None, defaults=values
        )
        return not made

    def remove(self) -> None:
        self.removed_at = timezone.now()
        self.save(update_fields=["removed_at"])

    @transaction.atomic
    def restore(self) -> bool:
        """Bring it back. Returns False where its name has been given away meanwhile."""
        taken = SavedView.objects.present().filter(owner=self.owner_id, list_name=self.list_name, name=self.name)
        if taken.exists():
            return False
        self.removed_at = None
        self.save(update_fields=["removed_at"])
        return True
