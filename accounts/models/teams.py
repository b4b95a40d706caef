"""Teams and who is in them."""

from collections.abc import Collection
from typing import Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Verb, record
from accounts.models.people import User, UserQuerySet

NOT_A_SLUG = "new"  # the address of the form for a new one


class TeamQuerySet(models.QuerySet["Team"]):
    def with_people(self) -> Self:
        """Each with ``places``: its memberships of active people, leads first, and their people."""
        present = Membership.objects.filter(user__is_active=True).select_related("user")
        return self.prefetch_related(models.Prefetch("memberships", queryset=present.leads_first(), to_attr="places"))


class Team(models.Model):
    """People who run services together."""

    places: "list[Membership]"  # set by ``with_people``

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    members: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(
        User, through="Membership", related_name="teams"
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:team", args=[self.slug])

    def leads(self) -> UserQuerySet:
        return User.objects.active().filter(memberships__team=self, memberships__role=Membership.Role.LEAD)

    @property
    def leading(self) -> list[User]:
        """Who leads it, of the people that ``with_people`` brought."""
        return [place.user for place in self.places if place.role == Membership.Role.LEAD]

    @classmethod
    @transaction.atomic
    def begin(cls, name: str) -> "Team":
        """A team called ``name`` with a free slug made from it. ``IntegrityError`` if the name is taken."""
        base = slugify(name)[:70] or "team"
        taken = {*cls.objects.filter(slug__startswith=base).values_list("slug", flat=True), NOT_A_SLUG}
        free = (slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)
        team = cls.objects.create(name=name, slug=next(free))
        record(Verb.TEAM_MADE, team.slug, name)
        return team

    @transaction.atomic
    def rename(self, name: str) -> None:
        """Addresses keep the slug, so links to the team go on working."""
        before, self.name = self.name, name
        self.save(update_fields=["name"])
        record(Verb.TEAM_RENAMED, self.slug, name, before={"name": before}, after={"name": name})

    @transaction.atomic
    def place(self, user: User, role: str) -> None:
        """Make ``user`` a member or a lead, whether they were in the team or not."""
        before = self._role_of(user)
        self.memberships.update_or_create(user=user, defaults={"role": role})
        self._placed(user, before, role)

    @transaction.atomic
    def remove(self, user: User) -> None:
        before = self._role_of(user)
        if self.memberships.filter(user=user).delete()[0]:
            self._placed(user, before, None)

    def _role_of(self, user: User) -> str | None:
        return self.memberships.filter(user=user).values_list("role", flat=True).first()

    def _placed(self, user: User, before: str | None, after: str | None) -> None:
        record(Verb.TEAM_PLACED, self.slug, self.name, before={user.audit_key: before}, after={user.audit_key: after})


class MembershipQuerySet(models.QuerySet["Membership"]):
    def leads(self) -> Self:
        return self.filter(role=Membership.Role.LEAD)

    def leads_first(self) -> Self:
        return self.order_by("role", "user__name", "user")


class Membership(models.Model):
    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        MEMBER = "member", _("Member")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("team", "role", "user__name")
        constraints = (models.UniqueConstraint(fields=("team", "user"), name="membership_once"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.team}"


def team_ids(user: User) -> Collection[int]:
    """The teams of ``user``, read once for the request that holds this object."""
    if not hasattr(user, "_team_ids"):
        user._team_ids = set(user.memberships.values_list("team_id", flat=True))  # type: ignore[attr-defined]
    return user._team_ids  # type: ignore[attr-defined, no-any-return]


def lead_team_ids(user: User) -> Collection[int]:
    """The teams that ``user`` leads, read once for the request that holds this object."""
    if not hasattr(user, "_lead_team_ids"):
        user._lead_team_ids = set(user.memberships.leads().values_list("team_id", flat=True))  # type: ignore[attr-defined]
    return user._lead_team_ids  # type: ignore[attr-defined, no-any-return]
