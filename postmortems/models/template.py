"""The outline a postmortem starts with; it copies its template, so later changes leave it alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Template(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class TemplateSection(models.Model):
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=40)
    heading = models.CharField(_("heading"), max_length=120)
    guidance = models.TextField(_("guidance"), blank=True)
    required = models.BooleanField(_("required"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("template", "key"), name="template_section_once"),)

    def __str__(self) -> str:
        return self.heading
