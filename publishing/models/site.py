"""What the public site looks like and what it answers: one row, made when somebody first chooses something."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Setting


class PublicSite(Setting):
    """``PublicSite.get()`` is the one there is."""

    THE_ONE = 1

    class Withdrawn(models.TextChoices):
        PAGE = "page", _("A page with a dated notice (200)")
        GONE = "gone", _("The same notice, marked as gone (410): search engines forget it")

    name = models.CharField(_("name"), max_length=80, default="Status reports")
    logo_text = models.CharField(_("logo text"), max_length=40, blank=True)
    accent = models.CharField(
        _("accent colour"), max_length=7, default="#0f6e66", validators=[RegexValidator(r"\A#[0-9a-fA-F]{6}\Z")]
    )
    home_url = models.URLField(_("home link"), blank=True, max_length=300)
    intro = models.CharField(_("introduction"), max_length=300, blank=True)
    noindex = models.BooleanField(_("ask search engines to stay away"), default=False)
    when_withdrawn = models.CharField(
        _("a withdrawn report answers"), max_length=4, choices=Withdrawn, default=Withdrawn.PAGE
    )
    internal_domains = models.TextField(_("internal domains"), blank=True)
    customers = models.TextField(_("customers"), blank=True)

    class Meta:
        verbose_name = "public site"
        constraints = (
            models.CheckConstraint(condition=models.Q(pk=1), name="public_site_is_one"),
            models.CheckConstraint(condition=models.Q(when_withdrawn__in=("page", "gone")), name="public_site_answers"),
        )

    def __str__(self) -> str:
        return self.name

    @classmethod
    def get(cls) -> "PublicSite":
        return cls.objects.first() or cls(pk=cls.THE_ONE)

    @property
    def logo(self) -> str:
        return self.logo_text or self.name

    def lines(self, field: str) -> list[str]:
        """The entries of a list field, one a line."""
        return [line.strip() for line in getattr(self, field).splitlines() if line.strip()]
