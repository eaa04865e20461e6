from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from fanthology.archive.catalogue import changes, queries
from fanthology.archive.catalogue.models import Change, Visibility, Work
from fanthology.archive.catalogue.publish import publish
from fanthology.archive.catalogue.viewer import GUEST, KEEPER
from fanthology.fic.errors import FanthologyError

pytestmark = pytest.mark.django_db
MakeWork = Callable[..., Work]


def test_what_is_published_is_seen(make_work: MakeWork) -> None:
    works = [make_work(f"Part {n}") for n in range(3)]
    assert not queries.works(GUEST).exists()
    position = changes.current_position()
    assert publish(KEEPER, [works[0].pk, works[1].pk], Visibility.PUBLIC) == 2
    assert set(queries.works(GUEST)) == set(works[:2])
    logged = Change.objects.filter(pk__gt=position).values_list("work_id", flat=True)
    assert set(logged) == {works[0].pk, works[1].pk}


def test_all_at_once_counts_only_what_changes(make_work: MakeWork) -> None:
    works = [make_work(f"Part {n}") for n in range(3)]
    publish(KEEPER, [works[0].pk], "public")
    assert publish(KEEPER, queries.works(KEEPER), "public") == 2
    assert publish(KEEPER, queries.works(KEEPER), "public") == 0


def test_only_the_keeper_publishes(make_work: MakeWork) -> None:
    work = make_work()
    with pytest.raises(PermissionDenied):
        publish(GUEST, [work.pk], "public")
    with pytest.raises(FanthologyError, match="secret"):
        publish(KEEPER, [work.pk], "secret")
    assert Work.objects.get().visibility == "private"
