"""The outline a postmortem starts with; it copies its template, so later changes leave it alone."""

from collections.abc import Collection

from django.db import models, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import Setting
from core.lifecycle import Blocker, MoveNotAllowed
from core.markdown import plain

SUMMARY = "summary"  # the section that every postmortem has, whatever its template
KEY_LENGTH = 40
# The three parts of a postmortem (DESIGN §1): the keys that ship with them, and what a heading of one's own may hold.
PARTS: tuple[tuple[StrOrPromise, frozenset[str], tuple[str, ...]], ...] = (
    (
        _("what happened, and why it made sense at the time"),
        frozenset({"what-happened", "why-it-made-sense"}),
        ("happen", "timeline", "story", "made sense"),
    ),
    (_("how the response went"), frozenset({"response"}), ("respon", "detection", "recovery")),
    (_("what makes a repeat less likely"), frozenset({"changes"}), ("change", "action", "step", "prevent", "repeat")),
)


def free_key(heading: str, taken: Collection[str]) -> str:
    """A key made from ``heading`` that is not among ``taken``."""
    base = slugify(heading)[: KEY_LENGTH - 4].strip("-") or "section"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(key for key in numbered if key not in taken)


class Template(Setting):
    name = models.CharField(_("name"), max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("postmortems:template", args=[self.pk])

    @classmethod
    @transaction.atomic
    def begin(cls, name: str, description: str = "") -> "Template":
        """A template at the end of the list, with the one section that every template has."""
        last = cls.objects.aggregate(last=models.Max("position"))["last"]
        template = cls.objects.create(name=name, description=description, position=0 if last is None else last + 1)
        template.sections.create(key=SUMMARY, heading=gettext("Summary"), required=True)
        return template

    @transaction.atomic
    def duplicate(self) -> "Template":
        """The same sections under the next free name."""
        taken = set(Template.objects.values_list("name", flat=True))
        wishes = (gettext("%(name)s (copy %(n)d)") % {"name": self.name[:65], "n": n} for n in range(1, len(taken) + 2))
        copy = Template.begin(next(name for name in wishes if name not in taken), self.description)
        copy.sections.all().delete()
        for section in self.sections.all():
            section.pk, section.template = None, copy
            section.save()
        return copy

    @transaction.atomic
    def remove(self) -> None:
        """Delete it; what was started from it keeps its sections. Raises ``MoveNotAllowed`` for the last template."""
        list(Template.objects.select_for_update())  # two that are deleted at once must not both be the last but one
        if blockers := self.blockers():
            raise MoveNotAllowed("remove", blockers)
        self.delete()

    def blockers(self) -> list[Blocker]:
        """What keeps this template from being deleted."""
        if Template.objects.exclude(pk=self.pk).exists():
            return []
        return [Blocker("last-template", _("It is the only template, and a postmortem starts from one."))]

    @transaction.atomic
    def add_section(self, heading: str, *, guidance: str = "", required: bool = False) -> "TemplateSection":
        """A section at the end, under a key made from its heading, which it keeps."""
        Template.objects.select_for_update().get(pk=self.pk)
        sections = list(self.sections.all())
        return self.sections.create(
            key=free_key(heading, {section.key for section in sections}),
            heading=heading,
            guidance=guidance,
            required=required,
            position=max((section.position for section in sections), default=-1) + 1,
        )

    @property
    def missing_parts(self) -> list[StrOrPromise]:
        """Which of the three parts no section seems to ask for; advice, for a heading may say it in other words."""
        told = [(section.key, section.heading.lower()) for section in self.sections.all()]
        return [
            part
            for part, keys, words in PARTS
            if not any(key in keys or any(word in heading for word in words) for key, heading in told)
        ]


class TemplateSection(Setting):
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=KEY_LENGTH)
    heading = models.CharField(_("heading"), max_length=120)
    guidance = models.TextField(_("guidance"), blank=True)
    required = models.BooleanField(_("required"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("template", "key"), name="template_section_once"),)

    def __str__(self) -> str:
        return self.heading

    @property
    def is_summary(self) -> bool:
        return self.key == SUMMARY

    @property
    def gist(self) -> str:
        """The guidance without its marks, on one line."""
        return plain(self.guidance)

    @transaction.atomic
    def move(self, *, up: bool) -> None:
        """One place up or down; at the end of the list it stays."""
        Template.objects.select_for_update().get(pk=self.template_id)
        order = list(TemplateSection.objects.filter(template_id=self.template_id))
        place = order.index(self)
        before = {"position": order[place].position}
        order.insert(max(0, place - 1) if up else place + 1, order.pop(place))
        for position, section in enumerate(order):
            section.position = position
        TemplateSection.objects.bulk_update(order, ["position"])
        self.note(before, {"position": order.index(self)})

    def remove(self) -> None:
        """Take it out of the template. Raises ``MoveNotAllowed`` for the summary, which every postmortem has."""
        if self.is_summary:
            message = _("Every postmortem has a summary: lists, mails and reports show it.")
            raise MoveNotAllowed("remove", [Blocker("summary-stays", message, self.template.get_absolute_url())])
        self.delete()
