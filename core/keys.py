"""Keys that people can say aloud: ``INC-42``, ``PM-17``, ``ACT-103``."""

import re
from typing import ClassVar

from django.db import models

KEY = re.compile(r"\b(INC|PM|ACT)-([1-9]\d{0,17})\b")


class HasKey(models.Model):
    """A model that people name by ``KEY_PREFIX`` and its number."""

    KEY_PREFIX: ClassVar[str]

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        return f"{self.KEY_PREFIX}-{self.pk}"
