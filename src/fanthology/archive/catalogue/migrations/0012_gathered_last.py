from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0011_indexes_of_few"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("gathered", True)), fields=["-made_at"], name="edition_gathered_last"
            ),
        ),
    ]
