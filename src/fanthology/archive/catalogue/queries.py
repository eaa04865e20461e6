"""Who may see what. Every list, page, count, search, feed and download starts from a query made here.

Nothing else in the project looks at ``Work.visibility`` to decide what is shown. Whether a reader is asked before a
text is shown is decided in `gating`, on top of this.
"""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When

from .models import (
    Chapter,
    Claim,
    Container,
    Creator,
    Creatorship,
    Finding,
    Identity,
    Link,
    Missing,
    Proposal,
    Reading,
    Refusal,
    Review,
    Series,
    SeriesEntry,
    SitePage,
    Tag,
    Tagging,
    TagKind,
    Visibility,
    Withdrawal,
    Work,
)
from .viewer import KEEPER, Viewer


def levels(viewer: Viewer) -> tuple[Visibility, ...]:
    """The visibilities this viewer may see.

    >>> from fanthology.archive.catalogue.viewer import GUEST
    >>> [level.value for level in levels(GUEST)]
    ['public']
    """
    if viewer.may("see-private"):
        return (Visibility.PUBLIC, Visibility.REGISTERED, Visibility.PRIVATE)
    if viewer.is_registered:
        return (Visibility.PUBLIC, Visibility.REGISTERED)
    return (Visibility.PUBLIC,)


def seen(viewer: Viewer, prefix: str = "") -> Q:
    """The condition on works (reached over ``prefix``, e.g. ``"works__"``) that this viewer may see."""
    standing = {f"{prefix}merged_into__isnull": True, f"{prefix}withdrawn_at__isnull": True}
    condition = Q(**{f"{prefix}visibility__in": levels(viewer)}, **standing)
    if viewer.hidden:
        condition &= ~Q(**{f"{prefix}pk__in": viewer.hidden})
    return condition


def works(viewer: Viewer) -> QuerySet[Work]:
    """The works this viewer may see."""
    return Work.objects.filter(seen(viewer))


def credited_works(viewer: Viewer) -> QuerySet[Work]:
    """The same, each with its credits and its places in series, in a number of queries that does not grow with the
    rows: for who needs more of them than a list shows (see `listed`)."""
    return works(viewer).prefetch_related(
        Prefetch("credits", Creatorship.objects.select_related("creator")),
        Prefetch("series_entries", SeriesEntry.objects.select_related("series")),
    )


def chapters(viewer: Viewer) -> QuerySet[Chapter]:
    """Chapters of the shown Edition of works this viewer may see."""
    return Chapter.objects.filter(seen(viewer, "edition__shown_by__"))


def links_of(viewer: Viewer, work: Work) -> QuerySet[Link]:
    """A work's links; a target the viewer may not see is told apart by ``link.target_seen``."""
    return work.links.select_related("target").annotate(target_seen=Count("target", filter=seen(viewer, "target__")))


def creators(viewer: Viewer) -> QuerySet[Creator]:
    """Creators of at least one work this viewer may see."""
    return Creator.objects.filter(Exists(Creatorship.objects.filter(seen(viewer, "work__"), creator=OuterRef("pk"))))


def counted_creators(viewer: Viewer) -> QuerySet[Creator]:
    """The same, each with ``work_count`` of those works: for who wants them all."""
    return Creator.objects.annotate(work_count=Count("works", filter=seen(viewer, "works__"), distinct=True)).filter(
        work_count__gt=0
    )


def tags(viewer: Viewer, kind: TagKind | None = None) -> QuerySet[Tag]:
    """Tags (of one kind) on at least one work this viewer may see. The works of a synonym are its canonical tag's, and
    it is in no list itself."""
    own, of_synonyms = _borne(viewer, tag=OuterRef("pk")), _borne(viewer, tag__canonical=OuterRef("pk"))
    found = Tag.objects.filter(Exists(own) | Exists(of_synonyms), canonical=None)
    return found.filter(kind=kind) if kind else found


def counted_tags(viewer: Viewer, kind: TagKind) -> QuerySet[Tag]:
    """The same, each with ``work_count`` of those works: for who wants them all."""
    # that there are any is asked apart: a condition on the number has each counted twice
    return tags(viewer, kind).annotate(work_count=_counted(viewer))


def commonest_tags(viewer: Viewer, kind: TagKind) -> QuerySet[Tag]:
    """The same, those of the most works first."""
    return counted_tags(viewer, kind).order_by(F("work_count").desc(), "name")


def synonyms(viewer: Viewer, tag: Tag) -> QuerySet[Tag]:
    """The other names of a tag that a work this viewer may see bears."""
    return tag.synonyms.filter(Exists(_borne(viewer, tag=OuterRef("pk")))).order_by("sort_name", "pk")


def tags_above(viewer: Viewer, tag: Tag) -> QuerySet[Tag]:
    """What a tag belongs to or is part of, as `tags` gives it."""
    return tags(viewer).filter(children__tag=tag).order_by("name")


def tags_below(viewer: Viewer, tag: Tag, kind: TagKind) -> QuerySet[Tag]:
    """The tags of a kind that belong to a tag or are part of it, as `commonest_tags` gives them."""
    return commonest_tags(viewer, kind).filter(parents__parent=tag)


def works_tagged(viewer: Viewer, tag: Tag) -> QuerySet[Work]:
    """The works this viewer may see that bear a tag or a synonym of it."""
    meant = [tag.pk, *tag.synonyms.values_list("pk", flat=True)]  # within one query all taggings would be gone through
    return works(viewer).filter(pk__in=Tagging.objects.filter(tag__in=meant).values("work"))


def _borne(viewer: Viewer, **tag: OuterRef) -> QuerySet[Tagging]:
    """That a work this viewer may see bears a tag."""
    return Tagging.objects.filter(seen(viewer, "work__"), **tag)


def _counted(viewer: Viewer) -> Subquery:
    """How many works this viewer may see bear a tag, the outer one, or a synonym of it."""
    meant = Tag.objects.filter(Q(pk=OuterRef(OuterRef("pk"))) | Q(canonical=OuterRef(OuterRef("pk"))))
    borne = Tagging.objects.filter(seen(viewer, "work__"), tag__in=meant.values("pk")).order_by()
    return Subquery(borne.annotate(one=Value(1)).values("one").annotate(n=Count("work", distinct=True)).values("n"))


def findings(viewer: Viewer, work: Work) -> QuerySet[Finding]:
    """What was inferred of a work; what somebody refused is the keeper's alone."""
    found = work.findings.select_related("tag", "tag__canonical")
    return found if viewer.may("decide") else found.exclude(state=Finding.State.REFUSED)


def open_findings(viewer: Viewer) -> QuerySet[Finding]:
    """What waits for the keeper, of works that are in a list."""
    require(viewer, "decide")
    return Finding.objects.filter(seen(viewer, "work__"), state=Finding.State.OPEN)


def series(viewer: Viewer) -> QuerySet[Series]:
    """Series with at least one work this viewer may see."""
    return Series.objects.filter(Exists(SeriesEntry.objects.filter(seen(viewer, "work__"), series=OuterRef("pk"))))


def counted_series(viewer: Viewer) -> QuerySet[Series]:
    """The same, each with ``work_count`` of those works: for who wants them all."""
    return Series.objects.annotate(work_count=Count("works", filter=seen(viewer, "works__"), distinct=True)).filter(
        work_count__gt=0
    )


def series_works(viewer: Viewer, series: Series) -> QuerySet[Work]:
    """A series' works in its order; those without a place come last."""
    place = SeriesEntry.objects.filter(work=OuterRef("pk"), series=series).values("position")[:1]
    found = works(viewer).filter(series_entries__series=series)
    return found.annotate(place=Subquery(place)).order_by(F("place").asc(nulls_last=True), "sort_title", "id")


def works_called(viewer: Viewer, schemes: Collection[str], local: str) -> QuerySet[Work]:
    """The works this viewer may see that bore this name elsewhere: what an old address leads to."""
    named = Identity.objects.filter(scheme__in=schemes, local=local, work__isnull=False)
    return works(viewer).filter(pk__in=named.values("work")).order_by("pk")


def creators_called(viewer: Viewer, schemes: Collection[str], local: str) -> QuerySet[Creator]:
    """The same for creators of works this viewer may see."""
    named = Identity.objects.filter(scheme__in=schemes, local=local, creator__isnull=False)
    return creators(viewer).filter(pk__in=named.values("creator")).order_by("pk")


def series_called(viewer: Viewer, schemes: Collection[str], local: str) -> QuerySet[Series]:
    """The same for series with works this viewer may see."""
    named = Identity.objects.filter(scheme__in=schemes, local=local, series__isnull=False)
    return series(viewer).filter(pk__in=named.values("series")).order_by("pk")


def reviews(viewer: Viewer) -> QuerySet[Review]:
    """Reviews of works this viewer may see."""
    return Review.objects.filter(seen(viewer, "work__"))


def site_pages(viewer: Viewer) -> QuerySet[SitePage]:
    """The pages of archives that this viewer may see."""
    return SitePage.objects.filter(visibility__in=levels(viewer))


def merged(viewer: Viewer, public_id: str) -> Work | None:
    """The work that shows another one as its part or copy, if this viewer may see it."""
    return works(viewer).filter(absorbed__public_id=public_id).first()


def wanting_works(viewer: Viewer) -> QuerySet[Work]:
    """The works this viewer may see of which something is missing, with what that is and their credits."""
    found = works(viewer).filter(missing__isnull=False).distinct()
    return found.prefetch_related(
        Prefetch("credits", Creatorship.objects.select_related("creator")),
        Prefetch("missing", Missing.objects.order_by("what", "number", "pk")),
        "links",
    )


def proposals(viewer: Viewer) -> QuerySet[Proposal]:
    """What is proposed to the keeper, with the works that it is about."""
    require(viewer, "decide")
    standing = Proposal.objects.filter(first__withdrawn_at=None, second__withdrawn_at=None)
    return standing.select_related("first", "second").prefetch_related(
        Prefetch("first__credits", Creatorship.objects.select_related("creator")),
        Prefetch("second__credits", Creatorship.objects.select_related("creator")),
    )


def open_proposals(viewer: Viewer) -> int:
    """How many proposals wait for the keeper."""
    require(viewer, "decide")
    return proposals(viewer).filter(state=Proposal.State.OPEN).count()


def require(viewer: Viewer, permission: str) -> None:
    """Raises PermissionDenied for whoever has not the permission; see `viewer.PERMISSIONS`."""
    if not viewer.may(permission):
        raise PermissionDenied


def require_keeper(viewer: Viewer) -> None:
    """Originals, readings, rejections and edits are the keeper's alone. Raises PermissionDenied for anyone else."""
    if not viewer.is_keeper:
        raise PermissionDenied


def containers(viewer: Viewer) -> QuerySet[Container]:
    """The files that held others, the newest first; also those whose bytes were discarded."""
    require_keeper(viewer)
    return Container.objects.order_by("-added_at", "-pk")


def claims(viewer: Viewer) -> QuerySet[Claim]:
    """Every claim of a creator of works that are here, those that wait first, with what happened to it."""
    require_keeper(viewer)
    credited = Creatorship.objects.filter(seen(viewer, "work__")).values("creator")
    return (
        Claim.objects.filter(creator__in=credited)
        .select_related("creator", "user")
        .prefetch_related("steps")
        .order_by(Case(When(state=Claim.State.OPEN, then=0), default=1), "-at", "-pk")
    )


def claims_of(viewer: Viewer) -> QuerySet[Claim]:
    """The viewer's own claims."""
    return Claim.objects.filter(user=viewer.user_id).select_related("creator").order_by("-at", "-pk")


def owned_names(viewer: Viewer) -> set[str]:
    """The creators' names that are the viewer's."""
    if viewer.user_id is None:
        return set()
    mine = claims_of(viewer).filter(state=Claim.State.ACCEPTED)
    return set(mine.values_list("creator__name", flat=True))


def own_works(viewer: Viewer) -> QuerySet[Work]:
    """The works that are credited to the viewer as their author, whoever else sees them."""
    return works(KEEPER).filter(_credited_to(viewer))


def works_to_withdraw(viewer: Viewer) -> QuerySet[Work]:
    """Every work for the keeper, for an author their own; also in the trash, from where they could be put back."""
    found = Work.objects.filter(seen(KEEPER) | Q(withdrawal__kind=Withdrawal.Kind.REMOVED))
    return found if viewer.is_keeper else found.filter(_credited_to(viewer))


def _credited_to(viewer: Viewer) -> Q:
    """The condition on works that an author's name on them is the viewer's."""
    mine = Claim.objects.filter(user=viewer.user_id, user__isnull=False, state=Claim.State.ACCEPTED).values("creator")
    return Q(pk__in=Creatorship.objects.filter(creator__in=mine, role="author").values("work"))


def require_owner(viewer: Viewer, work: Work) -> None:
    """Raises PermissionDenied for anyone but the owner of an author's name of a work."""
    if not own_works(viewer).filter(pk=work.pk).exists():
        raise PermissionDenied


def require_keeper_or_owner(viewer: Viewer, works: Collection[Work]) -> None:
    """Raises PermissionDenied for anyone but the keeper and whoever owns every one of these works."""
    ids = {work.pk for work in works}
    if not viewer.is_keeper and works_to_withdraw(viewer).filter(pk__in=ids).count() != len(ids):
        raise PermissionDenied


def private_works(viewer: Viewer) -> QuerySet[Work]:
    """What nobody but the keeper sees yet."""
    require(viewer, "see-private")
    return works(viewer).filter(visibility=Visibility.PRIVATE)


def publishable_works(viewer: Viewer) -> QuerySet[Work]:
    """The private works that publishing everything means: all but those that the place they come from held back."""
    return private_works(viewer).filter(held="", author_limit="")


def withdrawals(viewer: Viewer) -> QuerySet[Withdrawal]:
    """What was withdrawn: when, and until when it can be given back. Nothing of the works themselves."""
    require_keeper(viewer)
    return Withdrawal.objects.filter(kind=Withdrawal.Kind.WITHDRAWN).order_by("-at", "-pk")


def trash(viewer: Viewer) -> QuerySet[Withdrawal]:
    """What the keeper removed and can still give back, with the works."""
    require_keeper(viewer)
    shown = {"work__isnull": False, "work__merged_into": None}
    found = Withdrawal.objects.filter(kind=Withdrawal.Kind.REMOVED, **shown).select_related("work")
    return found.order_by("-at", "-pk")


def is_withdrawn(public_id: str) -> bool:
    """True for what was a work here until it was withdrawn. Anyone may know."""
    return Withdrawal.objects.filter(public_id=public_id, kind=Withdrawal.Kind.WITHDRAWN).exists()


def refusals(viewer: Viewer) -> QuerySet[Refusal]:
    """What no intake brings in, but for the files of withdrawn works, which are not the keeper's to change."""
    require_keeper(viewer)
    return Refusal.objects.filter(withdrawal=None).order_by("-at", "-pk")


def rejections(viewer: Viewer) -> QuerySet[Reading]:
    """Readings that were rejected and have not been admitted since."""
    require(viewer, "intake")
    return (
        Reading.objects.filter(outcome=Reading.Outcome.REJECTED)
        .exclude(source__readings__outcome=Reading.Outcome.STORY)
        .select_related("source")
    )


def tags_among(viewer: Viewer, numbers: Collection[int]) -> QuerySet[Tag]:
    """Those of some tags that `tags` gives, without counting their works: fast however many there are."""
    borne = Tagging.objects.filter(seen(viewer, "work__"))
    either = Exists(borne.filter(tag=OuterRef("pk"))) | Exists(borne.filter(tag__canonical=OuterRef("pk")))
    return Tag.objects.filter(either, pk__in=numbers, canonical=None)


def synonyms_among(viewer: Viewer, numbers: Collection[int]) -> QuerySet[Tag]:
    """The synonyms of some tags that stand on a work this viewer may see themselves."""
    borne = Tagging.objects.filter(seen(viewer, "work__"), tag=OuterRef("pk"))
    return Tag.objects.filter(Exists(borne), canonical__in=numbers)


def creators_among(viewer: Viewer, numbers: Collection[int]) -> QuerySet[Creator]:
    """Those of some creators that `creators` gives, without counting their works."""
    credited = Creatorship.objects.filter(seen(viewer, "work__"), creator=OuterRef("pk"))
    return Creator.objects.filter(Exists(credited), pk__in=numbers)


def series_among(viewer: Viewer, numbers: Collection[int]) -> QuerySet[Series]:
    """Those of some series that `series` gives, without counting their works."""
    entered = SeriesEntry.objects.filter(seen(viewer, "work__"), series=OuterRef("pk"))
    return Series.objects.filter(Exists(entered), pk__in=numbers)
