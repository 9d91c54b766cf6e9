"""What /api/hsds takes and gives, as OpenAPI 3.1: the official interface with its limits said."""

from __future__ import annotations

from typing import Any

PREFIX = "/api/hsds"
PER_PAGE, MOST_PER_PAGE = 20, 100
MOST_PAGES = 100_000
MOST_TEXT = 200
MOST_PROXIMITY_M = 500_000
FORMATS = ("json", "ndjson")

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
_ID = {"type": "string", "pattern": r"^[A-Za-z0-9_.:\-]{1,80}$"}
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
    "postcode": {"type": "string", "pattern": r"^\d{4}$"},
    "proximity": {"type": "integer", "minimum": 1, "maximum": MOST_PROXIMITY_M},
}
#: What every object of a kind has, by the official schemas.
REQUIRED = {
    "services": ["id", "name", "status"],
    "organizations": ["id", "name", "description"],
    "taxonomies": ["id", "name", "description"],
    "taxonomy_terms": ["id", "name", "description"],
    "service_at_locations": ["id"],
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


def openapi() -> dict[str, Any]:
    """The document as JSON carries it."""
    paths: dict[str, Any] = {
        "/": {"get": {"summary": "About this interface", "responses": _answers({
            "type": "object", "required": ["version", "profile", "openapi_url"]})}},
    }  # fmt: skip
    for kind, names in PARAMETERS.items():
        item = {"$ref": f"#/components/schemas/{kind}"}
        page = {
            "type": "object",
            "required": [*PAGE, "contents"],
            "properties": {**PAGE, "contents": {"type": "array", "items": item}},
        }
        paths[f"/{kind}"] = {
            "get": {
                "summary": f"A page of {kind.replace('_', ' ')}",
                "parameters": [_parameter(name) for name in names],
                "responses": _answers(page, lines=True),
            }
        }
        of_one = ["full_service"] if kind == "organizations" else []
        paths[f"/{kind}/{{id}}"] = {
            "get": {
                "summary": "One of them, whole",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": _ID},
                    *(_parameter(name) for name in of_one),
                ],
                "responses": _answers(item),
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Directory of services, HSDS 3.0",
            "version": "3.0",
            "license": {"name": "CC BY-SA 4.0", "identifier": "CC-BY-SA-4.0"},
        },
        "servers": [{"url": PREFIX}],
        "paths": paths,
        "components": {
            "schemas": {
                **{
                    kind: {
                        "type": "object",
                        "required": required,
                        "properties": {name: {"type": "string"} for name in required},
                    }
                    for kind, required in REQUIRED.items()
                },
                "problem": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                        "parameter": {"type": "string"},
                    },
                },
            }
        },
    }


def _parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": SCHEMAS[name]}


def _answers(schema: dict[str, Any], *, lines: bool = False) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if lines:
        content["application/x-ndjson"] = {"schema": {"type": "string"}}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
    return {
        "200": {"description": "Found", "content": content},
        "400": {"description": "A parameter is wrong; it is named", "content": problem},
        "404": {"description": "There is no such thing", "content": problem},
        "405": {"description": "This interface is for reading", "content": problem},
        "429": {"description": "Too many requests", "content": problem},
    }
