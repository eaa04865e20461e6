"""The API: what it tells, what it takes, and that its description is true."""

from __future__ import annotations

import re
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis.specs.openapi import checks

from archive.factories import make_work
from fanthology.archive.accounts.models import User
from fanthology.archive.catalogue.models import Creator, Series, Tag
from fanthology.archive.feeds import tokens
from fanthology.archive.feeds.openapi import PATHS, document
from fanthology.archive.reading.marks import mark
from fanthology.archive.search.follow import catch_up
from fanthology.archive.web.urls import urlpatterns
from fanthology.archive.web.views import api_me, api_names

pytestmark = pytest.mark.django_db
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
]
"""Not that nonsense in a query is refused: as on the pages, it is left out."""


@pytest.fixture
def bearer(reader: Client) -> str:
    """A token of Ruth's that may do everything."""
    _, secret = tokens.make(User.objects.get(username="ruth"), "Program", ["read", "marks"], adult=True)
    return f"Bearer {secret}"


@pytest.fixture
def mine(bearer: str) -> Client:
    return Client(SERVER_NAME="127.0.0.1", headers={"authorization": bearer})


def full(title: str = "Fog", **more: Any) -> Any:
    made = make_work(
        title,
        **{
            "creators": ["Hester Lark"],
            "fandoms": ["Oz"],
            "series": ["The Wet Spring"],
            "text": ["It rained.", "It rained on."],
            "published": "1999-03-04",
            "language": "en",
            **more,
        },
    )
    catch_up(wait=True)
    return made


def test_the_description_has_every_route_and_no_other() -> None:
    ours = {str(one.pattern) for one in urlpatterns if str(one.pattern).startswith("api/")}
    as_described = {re.sub("<(?:slug|int):(?:public_)?(\\w+)>", r"{\1}", path) for path in ours}
    assert {path.removeprefix("/") for path in PATHS} == as_described


def test_the_description_is_openapi(stranger: Client) -> None:
    told = stranger.get("/api/openapi.json").json()
    validate(told)
    assert told["openapi"] == "3.1.0" and told["servers"] == [{"url": "http://127.0.0.1"}]


def test_what_the_description_promises_holds(bearer: str) -> None:
    work = full(summary="It rained.", rating="Explicit")
    mark(User.objects.get(username="ruth").pk, work, "later")
    ids = {
        "works": work.public_id,
        "marks": work.public_id,
        "tags": Tag.objects.get(kind="fandom").public_id,
        "creators": Creator.objects.get().public_id,
        "series": Series.objects.get().public_id,
    }
    schema = schemathesis.openapi.from_dict(document("http://127.0.0.1"))
    schema.app = get_wsgi_application()
    tried = 0
    for operation in schema.get_all_operations():
        one = operation.ok()
        kind = one.path.removeprefix("/api/").removeprefix("me/").partition("/")[0]
        try_it(one, {"id": ids.get(kind, "")}, {"Authorization": bearer})
        tried += 1
    assert tried == sum(method in one for one in PATHS.values() for method in ("get", "put", "delete"))


def try_it(operation: Any, there: dict[str, str], headers: dict[str, str]) -> None:
    """Ask for it with what the description lets a program send, of what is not there and of what is."""

    @given(case=operation.as_strategy())
    @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def holds(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, headers=headers)
        if "id" in case.path_parameters:
            case.path_parameters |= there
            case.call_and_validate(checks=CHECKS, headers=headers)

    holds()


def test_a_work_and_its_chapters(stranger: Client) -> None:
    work = full()
    told = stranger.get(f"/api/works/{work.public_id}").json()
    assert told["shown_title"] == "Fog" and told["fandom"][0]["name"] == "Oz" and told["chapters"] == 2
    assert stranger.get(told["files"]["epub"])["Content-Type"] == "application/epub+zip"
    chapters = stranger.get(f"/api/works/{work.public_id}/chapters").json()["chapters"]
    assert [one["position"] for one in chapters] == [1, 2]
    second = stranger.get(f"/api/works/{work.public_id}/chapters/2").json()
    assert "It rained on." in second["html"] and second["address"] == chapters[1]["address"]
    assert stranger.get(second["address"]).status_code == 200
    assert stranger.get(f"/api/works/{work.public_id}/chapters/3").status_code == 404


def test_names_are_told_and_paged(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_names, "SIZE", 2)
    for number in range(5):
        make_work(f"Story {number}", creators=[f"Guest {number}"], fandoms=["Oz"], freeforms=["Fog", "Rain"])
    found, address = [], "/api/creators"
    while address:
        told = stranger.get(address).json()
        found += [one["name"] for one in told["creators"]]
        address = told["next"]
    assert found == [f"Guest {number}" for number in range(5)]
    assert [one["name"] for one in stranger.get("/api/tags?kind=freeform").json()["tags"]] == ["Fog", "Rain"]
    (oz,) = stranger.get("/api/tags?kind=fandom").json()["tags"]
    assert stranger.get(f"/api/tags/{oz['id']}").json() == oz | {"works": 5, "synonyms": []}


def test_marks_are_set_told_and_taken_off(mine: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_me, "SIZE", 2)
    works = [full(f"Story {number}") for number in range(3)]
    for one in works:
        answer = mine.put(f"/api/me/marks/{one.public_id}", {"mark": "later"}, "application/json")
        assert answer.json() | {"at": ""} == {"work": one.public_id, "mark": "later", "at": ""}
    first = mine.get("/api/me/marks?mark=later").json()
    second = mine.get(first["next"]).json()
    told = [one["work"]["title"] for one in (*first["marks"], *second["marks"])]
    assert told == ["Story 2", "Story 1", "Story 0"] and second["next"] is None
    address = f"/api/me/marks/{works[0].public_id}"
    assert mine.delete(address).status_code == 204 and mine.get(address).status_code == 404
    assert mine.delete(address).status_code == 204


@pytest.mark.parametrize("body", [b"", b"[]", b'"later"', b'{"mark": 3}', b'{"mark": "burnt"}', b"\xff", b"[" * 9_000])
def test_a_mark_that_is_none_is_a_problem(mine: Client, body: bytes) -> None:
    answer = mine.put(f"/api/me/marks/{full().public_id}", body, "application/json")
    assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_what_goes_wrong_is_a_problem(stranger: Client) -> None:
    for address, status in (
        ("/api/works/nothing", 404),
        ("/api/nothing", 404),
        ("/api/me", 401),
        ("/api/me/marks", 401),
    ):
        answer = stranger.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), address
        assert answer.json()["status"] == status
    refused = stranger.post("/api/works", {})
    assert refused.status_code == 405 and refused["Allow"] == "GET, HEAD"
    assert stranger.head("/api/works").status_code == 200
