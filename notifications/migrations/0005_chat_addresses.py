from django.db import migrations

import core.secrets


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_team_chats")]
    operations = [
        migrations.RemoveField("teamchat", "sealed"),
        migrations.AddField(
            "teamchat",
            "address",
            core.secrets.EncryptedField(help_text="As apprise writes it.", default=""),
            preserve_default=False,
        ),
    ]
