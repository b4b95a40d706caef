"""A mail's rows stay together from the first try on; a row knows its subject and its urgency."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]
    operations = [
        migrations.RemoveField("notification", "claimed_by"),
        migrations.AddField(
            "notification",
            "digest",
            models.UUIDField(
                null=True, help_text="The mail it belongs to from the first try on, so that every try is the same mail."
            ),
        ),
        migrations.AddField("notification", "subject_id", models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddField(
            "notification",
            "urgency",
            models.PositiveSmallIntegerField(
                choices=[(1, "Most urgent"), (2, "Also waiting for you"), (3, "For you to know")], default=2
            ),
        ),
    ]
