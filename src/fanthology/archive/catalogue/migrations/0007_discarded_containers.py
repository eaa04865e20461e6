from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_consent")]

    operations = [
        migrations.AddField(
            model_name="container",
            name="discarded_at",
            field=models.DateTimeField(null=True),
        ),
    ]
