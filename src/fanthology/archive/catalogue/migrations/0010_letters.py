from __future__ import annotations

from typing import Any

from django.db import migrations, models

from fanthology.fic.text.folding import fold_title


def fill(apps: Any, schema_editor: Any) -> None:
    """Give every tag and series that is here the name it is ordered by; in the database, as there may be a million."""
    schema_editor.connection.connection.create_function("fold_title", 1, fold_title)
    for table in ("catalogue_tag", "catalogue_series"):
        schema_editor.execute(f"UPDATE {table} SET sort_name = fold_title(name)")  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0009_trash"),
    ]

    operations = [
        migrations.AddField(
            model_name="tag",
            name="sort_name",
            field=models.TextField(default="", editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="series",
            name="sort_name",
            field=models.TextField(default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="series",
            name="sort_name",
            field=models.TextField(db_index=True, editable=False),
        ),
        migrations.AddIndex(
            model_name="tag",
            index=models.Index(fields=["kind", "sort_name"], name="tag_by_letter"),
        ),
    ]
