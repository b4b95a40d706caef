"""What an organisation sets up (severities, services, templates, …): each change by a person is on record."""

from typing import Any, ClassVar

from allauth.core import context
from django.db import models, transaction

from accounts.models.audit import Verb, record


class Setting(models.Model):
    """A model whose rows are settings. What a request makes, changes or deletes is in the audit trail with its values.

    ``QuerySet.update`` passes this by: who uses it says so with ``note``.
    """

    MAKING_IS_ON_RECORD: ClassVar[bool] = True

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **options: Any) -> None:
        made = self._state.adding
        before = {} if made or context.request is None else self._stored()
        super().save(*args, **options)
        if self.MAKING_IS_ON_RECORD or not made:
            self.note(before, _values(self))

    @transaction.atomic
    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        self.note(_values(self), {})
        return super().delete(*args, **options)

    def note(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        """On record, if a request did it: the values that differ. Call it while the row is there."""
        differ = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        if context.request is None or not differ:
            return
        old, new = ({name: side[name] for name in differ if name in side} for side in (before, after))
        record(Verb.SETTING, f"{self._meta.verbose_name} {self.pk}", str(self), before=old, after=new)

    def _stored(self) -> dict[str, Any]:
        row = type(self)._base_manager.filter(pk=self.pk).first()
        return _values(row) if row is not None else {}


def _values(row: models.Model) -> dict[str, Any]:
    """The fields by name, as JSON takes them; what is related by its own words."""
    fields = (field for field in row._meta.concrete_fields if not field.primary_key)
    values = {field.name: getattr(row, field.name) for field in fields}
    return {
        name: value if value is None or isinstance(value, bool | int | str) else str(value)
        for name, value in values.items()
    }
