"""The API described as OpenAPI 3.1. A test compares it with the routes, and another one tries all that it promises."""

from __future__ import annotations

from typing import Any, TypeAlias

from fanthology import __version__
from fanthology.archive.catalogue.models import TagKind
from fanthology.archive.reading.models import Mark
from fanthology.archive.search.filters import FACETS, FILTERS
from fanthology.archive.search.orders import SORTS
from fanthology.fic.story import RATINGS

Schema: TypeAlias = dict[str, Any]

_STRING: Schema = {"type": "string"}
_TEXT_OR_NONE: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_COUNT_OR_NONE: Schema = {"type": ["integer", "null"], "minimum": 0}
_DAY: Schema = {"type": ["string", "null"], "format": "date"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_ADDRESS: Schema = {"type": "string", "format": "uri"}
_NEXT: Schema = {"type": ["string", "null"], "format": "uri", "description": "Where the next page is, if there is one."}
_ID: Schema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,40}$"}
_MARK: Schema = {"type": "string", "enum": list(Mark.State.values)}


def document(root: str) -> Schema:
    """The document, for a site at this address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Fanthology",
            "version": __version__,
            "description": "What an archive shows, for programs. What a token’s account may see is seen; without one, "
            "what is public. Works whose text has to be asked for answer 403 unless the token says yes to them.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": root}],
        "security": [{}, {"token": []}, {"password": []}],
        "paths": PATHS,
        "components": {
            "schemas": SCHEMAS,
            "responses": {"Problem": _PROBLEM},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A token of an account."},
                "password": {"type": "http", "scheme": "basic", "description": "Any name, and a token as password."},
            },
        },
    }


def _object(**properties: Schema) -> Schema:
    """An object that has all of these."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _extended(name: str, **properties: Schema) -> Schema:
    return {"allOf": [_ref(name), _object(**properties)]}


def _in_path(name: str, schema: Schema = _ID) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(name: str, description: str, schema: Schema = _STRING) -> Schema:
    return {"name": name, "in": "query", "description": description, "schema": schema}


_PROBLEM: Schema = {
    "description": "What went wrong, and what to do about it.",
    "content": {"application/problem+json": {"schema": _ref("Problem")}},
}
_PROBLEM_REF: Schema = {"$ref": "#/components/responses/Problem"}


def _does(name: str, summary: str, answer: Schema | None, *problems: int, **more: Any) -> Schema:
    """An operation: its answer, and the problems there may be besides a wrong token and too great a pace."""
    content = {"content": {"application/json": {"schema": answer}}} if answer else {}
    status = "200" if answer else "204"
    answers: Schema = {status: {"description": summary} | content}
    answers |= {str(one): _PROBLEM_REF for one in sorted({401, 403, 429, *problems})}
    return {"operationId": name, "summary": summary, "responses": answers} | more


_AFTER = _in_query("after", "The id of the last one of the page before.")
_OWN: Schema = {"security": [{"token": []}, {"password": []}]}
_VALUE = "An id, or a word as in the facets of the answer. May come more than once."
_LIST_OF_WORKS = [
    _in_query("q", "Words to search for, in the language of the search box."),
    *(_in_query(name, _VALUE, _list(_STRING)) for name in FILTERS),
    *(_in_query(f"not-{name}", "The same for what is to be left out.", _list(_STRING)) for name in FILTERS),
    _in_query("any", "Facets of which any value will do.", _list({"type": "string", "enum": list(FACETS)})),
    _in_query("sort", "The order.", {"type": "string", "enum": list(SORTS)}),
    _in_query("size", "Works on a page.", {"type": "integer", "enum": [20, 50, 100]}),
    _in_query("page", "The number of the page.", {"type": "integer", "minimum": 1, "maximum": 1_000_000}),
    _AFTER,
    _in_query("before", "The id of the first one of the page after."),
]

PATHS: Schema = {
    "/api/openapi.json": {"get": _does("describe", "This document", {"type": "object"})},
    "/api/works": {
        "get": _does("searchWorks", "Works, searched, filtered and sorted", _ref("Works"), parameters=_LIST_OF_WORKS)
    },
    "/api/works/{id}": {
        "parameters": [_in_path("id")],
        "get": _does("getWork", "One work", _ref("Work"), 404),
    },
    "/api/works/{id}/chapters": {
        "parameters": [_in_path("id")],
        "get": _does("getChapters", "Its chapters", _object(chapters=_list(_ref("Chapter"))), 404),
    },
    "/api/works/{id}/chapters/{position}": {
        "parameters": [_in_path("id"), _in_path("position", {"type": "integer", "minimum": 1, "maximum": 1_000_000})],
        "get": _does(
            "getChapter",
            "One chapter with its text",
            _extended("Chapter", notes_before=_STRING, notes_after=_STRING, html=_STRING),
            404,
        ),
    },
    "/api/tags": {
        "get": _does(
            "listTags",
            "Tags by name",
            _object(tags=_list(_ref("Tag")), next=_NEXT),
            parameters=[
                _in_query(
                    "kind", "Of which kind; fandoms if it is not said.", {"type": "string", "enum": TagKind.values}
                ),
                _AFTER,
            ],
        )
    },
    "/api/tags/{id}": {
        "parameters": [_in_path("id")],
        "get": _does("getTag", "One tag", _extended("Tag", synonyms=_list(_STRING), works=_COUNT), 404),
    },
    "/api/creators": {
        "get": _does(
            "listCreators",
            "Creators by name",
            _object(creators=_list(_ref("Name")), next=_NEXT),
            parameters=[_AFTER],
        )
    },
    "/api/creators/{id}": {
        "parameters": [_in_path("id")],
        "get": _does("getCreator", "One creator", _extended("Name", works=_COUNT), 404),
    },
    "/api/series": {
        "get": _does(
            "listSeries", "Series by name", _object(series=_list(_ref("Name")), next=_NEXT), parameters=[_AFTER]
        )
    },
    "/api/series/{id}": {
        "parameters": [_in_path("id")],
        "get": _does("getSeries", "One series", _extended("Name", works=_COUNT), 404),
    },
    "/api/me": {
        "get": _does("getMe", "Whose token this is", _object(name=_STRING, roles=_list(_STRING)), **_OWN),
    },
    "/api/me/marks": {
        "get": _does(
            "listMarks",
            "Works that bear a mark of one’s own, the last marked first. Needs the scope “marks”",
            _object(marks=_list(_object(mark=_MARK, at=_MOMENT, work=_ref("Work"))), next=_NEXT),
            parameters=[_in_query("mark", "Which mark.", _MARK), _AFTER],
            **_OWN,
        )
    },
    "/api/me/marks/{id}": {
        "parameters": [_in_path("id")],
        "get": _does("getMark", "One’s own mark on a work", _ref("Mark"), 404, **_OWN),
        "put": _does(
            "putMark",
            "Mark a work, in the place of another mark",
            _ref("Mark"),
            400,
            404,
            requestBody={"required": True, "content": {"application/json": {"schema": _object(mark=_MARK)}}},
            **_OWN,
        ),
        "delete": _does("deleteMark", "Take the mark off", None, 404, **_OWN),
    },
}
"""By the path: what there is to ask."""

_NAMED = _object(id=_ID, name=_STRING)
SCHEMAS: Schema = {
    "Problem": _object(type=_STRING, title=_STRING, status={"type": "integer"}, detail=_STRING),
    "Name": _object(id=_ID, name=_STRING, address=_ADDRESS),
    "Tag": _object(id=_ID, kind={"type": "string", "enum": TagKind.values}, name=_STRING, address=_ADDRESS),
    "Mark": _object(work=_ID, mark=_MARK, at=_MOMENT),
    "Chapter": _object(
        position={"type": "integer", "minimum": 1},
        number=_COUNT_OR_NONE,
        title=_STRING,
        summary=_STRING,
        published=_DAY,
        words=_COUNT,
        scenes=_COUNT,
        address=_ADDRESS,
    ),
    "Work": _object(
        id=_ID,
        address=_ADDRESS,
        title=_TEXT_OR_NONE,
        shown_title=_STRING,
        creators=_list(_object(id=_ID, name=_STRING, role=_STRING)),
        series=_list(_object(id=_ID, name=_STRING, position=_COUNT_OR_NONE)),
        **{kind: _list(_NAMED) for kind in TagKind.values},
        rating={"enum": [*RATINGS, None]},
        language=_TEXT_OR_NONE,
        status={"type": "string", "enum": ["complete", "in-progress", "unknown"]},
        words=_COUNT,
        chapters=_COUNT,
        chapters_expected=_COUNT_OR_NONE,
        published=_DAY,
        updated=_DAY,
        added=_MOMENT,
        summary=_STRING,
        passage=_STRING | {"description": "Safe HTML: where what was searched for stands."},
        files={"type": "object", "additionalProperties": _ADDRESS, "description": "By ending, where a file is."},
    ),
    "Works": _object(
        total=_COUNT,
        page={"type": "integer", "minimum": 1},
        size=_COUNT,
        problems=_list(_object(sentence=_STRING, start=_COUNT, end=_COUNT)),
        works=_list(_ref("Work")),
        facets={
            "type": "object",
            "additionalProperties": _list(_object(value=_STRING, label=_STRING, count=_COUNT)),
        },
        previous=_NEXT,
        next=_NEXT,
    ),
}
"""What is told, by name."""
