"""What holds for the whole organisation: one row, made when somebody first chooses something."""

from functools import lru_cache

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from holidays import HolidayBase, country_holidays

from accounts.models.setting import Setting


class Organisation(Setting):
    """``Organisation.get()`` is the one there is; without a country, nobody has holidays."""

    THE_ONE = 1

    holiday_country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[RegexValidator(r"\A[A-Z]{2}\Z")]
    )
    holiday_region = models.CharField(_("region"), max_length=40, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="organisation_is_one"),)

    def __str__(self) -> str:
        return "organisation"

    @classmethod
    def get(cls) -> "Organisation":
        return cls.objects.first() or cls(pk=cls.THE_ONE)

    @property
    def closed_days(self) -> HolidayBase:
        """The public holidays: a container of dates that knows every year."""
        return _calendar(self.holiday_country, self.holiday_region)


@lru_cache(maxsize=8)
def _calendar(country: str, region: str) -> HolidayBase:
    if not country:
        return HolidayBase()
    return country_holidays(country, subdiv=region or None)


def closed_days() -> HolidayBase:
    """The days on which the organisation is off, for ``core.business_days``."""
    return Organisation.get().closed_days
