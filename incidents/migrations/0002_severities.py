"""The four severities every new organisation starts with; admins change them as they like."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SEVERITIES = (
    # rank, name, description, postmortem required, postmortem days, approvals, days for P1 to P4 (all business days)
    (1, "SEV1", "Most customers cannot do what they came for, or data is at risk.", True, 5, 2, (3, 10, 30, 60)),
    (2, "SEV2", "Many customers are affected, or an important part is down.", True, 10, 1, (5, 20, 45, 90)),
    (3, "SEV3", "Some customers notice; there is a way around it.", False, 15, 1, (10, 30, 60, 90)),
    (4, "SEV4", "Nobody outside noticed, yet there is something to learn.", False, 20, 1, (15, 45, 90, 120)),
)


def seed(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for rank, name, description, required, days, approvals, due in SEVERITIES:
        apps.get_model("incidents", "Severity").objects.create(
            rank=rank,
            name=name,
            description=description,
            postmortem_required=required,
            postmortem_days=days,
            approvals_needed=approvals,
            **{f"p{priority}_days": n for priority, n in enumerate(due, 1)},
        )


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
