from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_tasks")]

    operations = [
        migrations.AlterField(
            model_name="task",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "waits"),
                    ("running", "under way"),
                    ("done", "done"),
                    ("failed", "did not work"),
                    ("stopped", "was stopped"),
                ],
                default="waiting",
                max_length=8,
            ),
        ),
    ]
