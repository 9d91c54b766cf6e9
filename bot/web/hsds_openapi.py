"""What /api/hsds takes and gives, as OpenAPI 3.1: the official interface with its limits said.

The shapes of the objects are made from ``directory.hsds.tables``, so that the
description and the answers can't drift apart.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from directory.hsds.tables import TABLES, Column

PREFIX = "/api/hsds"
PER_PAGE, MOST_PER_PAGE = 20, 100
MOST_PAGES = 100_000
MOST_TEXT = 200
MOST_PROXIMITY_M = 500_000
FORMATS = ("json", "ndjson")
#: Ids of this interface; a dot alone would be a way up in an address.
ID_PATTERN = r"[A-Za-z0-9_:\-][A-Za-z0-9_.:\-]{0,79}"

_LISTS = ("search", "page", "per_page", "format")
_ABOUT_SERVICES = ("taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full")
#: kind of thing -> parameters of its list, as the official OpenAPI has them
PARAMETERS: dict[str, tuple[str, ...]] = {
    "services": (*_LISTS, *_ABOUT_SERVICES, "minimal"),
    "organizations": (*_LISTS, "full_service", "full"),
    "taxonomies": _LISTS,
    "taxonomy_terms": (*_LISTS, "taxonomy_id", "top_only", "parent_id"),
    "service_at_locations": (*_LISTS, *_ABOUT_SERVICES, "postcode", "proximity"),
}
#: kind of thing -> the table that has one
SINGLE = {
    "services": "service",
    "organizations": "organization",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
    "service_at_locations": "service_at_location",
}
_ID = {"type": "string", "pattern": f"^{ID_PATTERN}$"}
_FLAG = {"type": "boolean"}
SCHEMAS: dict[str, dict[str, Any]] = {
    "search": {"type": "string", "maxLength": MOST_TEXT},
    "page": {"type": "integer", "minimum": 1, "maximum": MOST_PAGES, "default": 1},
    "per_page": {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE},
    "format": {"type": "string", "enum": list(FORMATS), "default": "json"},
    "taxonomy_term_id": _ID,
    "taxonomy_id": _ID,
    "organization_id": _ID,
    "parent_id": _ID,
    "modified_after": {"type": "string", "format": "date-time"},
    "minimal": _FLAG,
    "full": _FLAG,
    "full_service": _FLAG,
    "top_only": _FLAG,
    "postcode": {"type": "string", "pattern": r"^[0-9]{4}$"},
    "proximity": {"type": "integer", "minimum": 1, "maximum": MOST_PROXIMITY_M},
}
#: What a parameter does, where its name does not say it.
_MEANING = {
    "modified_after": "Changed then or later. Without an offset it is UTC; a date alone is taken too.",
    "minimal": "Only id, name, status and last_modified.",
    "full": "With all that hangs on each object.",
    "format": "ndjson gives the objects of the page, one a line.",
    "postcode": "Places with this postcode.",
    "proximity": "Metres around the middle of the postcode; goes with postcode only (409 without).",
}
PAGE = {
    "total_items": {"type": "integer"},
    "total_pages": {"type": "integer"},
    "page_number": {"type": "integer"},
    "size": {"type": "integer"},
    "first_page": {"type": "boolean"},
    "last_page": {"type": "boolean"},
    "empty": {"type": "boolean"},
}


@lru_cache(maxsize=1)
def openapi() -> dict[str, Any]:
    """The document as JSON carries it; do not change it."""
    about = {
        "type": "object",
        "required": ["version", "profile", "openapi_url"],
        "properties": {
            "version": {"type": "string"},
            "profile": {"type": "string", "format": "uri"},
            "openapi_url": {"type": "string", "format": "uri"},
        },
    }
    paths: dict[str, Any] = {
        "/": {"get": {"summary": "About this interface", "operationId": "about",
                      "responses": _answers(about)}},
    }  # fmt: skip
    for kind, names in PARAMETERS.items():
        item = _to(SINGLE[kind])
        page = {
            "type": "object",
            "required": [*PAGE, "contents"],
            "properties": {**PAGE, "contents": {"type": "array", "items": item}},
        }
        together = "proximity" in names
        paths[f"/{kind}"] = {
            "get": {
                "summary": f"A page of {kind.replace('_', ' ')}",
                "operationId": f"list_{kind}",
                "parameters": [_parameter(name) for name in names],
                "responses": _answers(page, lines=True, together=together),
            }
        }
        of_one = ["full_service"] if kind == "organizations" else []
        paths[f"/{kind}/{{id}}"] = {
            "get": {
                "summary": "One of them, whole",
                "operationId": f"one_of_{kind}",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": _ID},
                    *(_parameter(name) for name in of_one),
                ],
                "responses": _answers(item, missing=True),
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Directory of services, HSDS 3.0",
            "version": "3.0",
            "description": "The interface of the Human Services Data Specification 3.0 (Open"
            " Referral, CC BY-SA 4.0), read-only. A request that is not taken gets a problem"
            " (RFC 9457) which names the parameter.",
            "license": {"name": "CC BY-SA 4.0", "identifier": "CC-BY-SA-4.0"},
        },
        "servers": [{"url": PREFIX}],
        "paths": paths,
        "components": {"schemas": {**_shapes(), "problem": PROBLEM}},
    }


PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameter": {"type": "string"},
    },
}


def _to(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _parameter(name: str) -> dict[str, Any]:
    meaning = {"description": _MEANING[name]} if name in _MEANING else {}
    return {"name": name, "in": "query", "required": False, **meaning, "schema": SCHEMAS[name]}


def _answers(
    schema: dict[str, Any], *, lines: bool = False, missing: bool = False, together: bool = False
) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if lines:
        content["application/x-ndjson"] = {"schema": {"type": "string"}}
    problem = {"application/problem+json": {"schema": _to("problem")}}
    wait = {"Retry-After": {"description": "Seconds", "schema": {"type": "integer", "minimum": 1}}}
    found: dict[str, Any] = {
        "200": {"description": "Found", "content": content},
        "400": {"description": "A parameter is wrong; it is named", "content": problem},
    }
    if missing:
        found["404"] = {"description": "There is no such thing", "content": problem}
    if together:
        description = "Parameters that do not go together; one is named"
        found["409"] = {"description": description, "content": problem}
    allow = {"Allow": {"schema": {"type": "string"}}}
    found["405"] = {"description": "It is for reading", "headers": allow, "content": problem}
    found["429"] = {"description": "Too many requests", "headers": wait, "content": problem}
    return found


# --- the shapes of objects ---------------------------------------------------------------

_KIND: dict[str, dict[str, Any]] = {
    "id": {"type": "string"},
    "number": {"type": "number"},
    "int": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "uri": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"},
}
#: What the official schemas need besides, and our tables always have.
_ALWAYS = {
    "service": ("status",),
    "organization": ("description",),
    "taxonomy": ("description",),
    "taxonomy_term": ("description",),
    "location": ("location_type",),
}


def _shapes() -> dict[str, Any]:
    """Every kind of object: its columns, what is nested in it, what it always has."""
    return {name: _shape(name) for name in TABLES if name != "meta_table_description"}


def _shape(name: str) -> dict[str, Any]:
    table = TABLES[name]
    properties = {column.name: _value(column) for column in table.columns}
    properties |= {prop: _list(kind) for prop, (kind, _) in table.lists.items()}
    properties |= {prop: _to(kind) for prop, (kind, _) in table.objects.items()}
    properties |= {"attributes": _list("attribute"), "metadata": _list("metadata")}
    # A link is left out where the object stands in its place, and its owner's where it is nested.
    always = [column.name for column in table.columns if column.needed and not column.to]
    always = [column for column in always if column not in {"link_id", "resource_id"}]
    always += _ALWAYS.get(name, ())
    return {"type": "object", "required": always, "properties": properties}


def _value(column: Column) -> dict[str, Any]:
    if column.name == "extension":
        return {"type": ["number", "string"]}
    if column.choices:
        return {"type": "string", "enum": list(column.choices)}
    return _KIND.get(column.kind, {"type": "string"})


def _list(kind: str) -> dict[str, Any]:
    return {"type": "array", "items": _to(kind)}
