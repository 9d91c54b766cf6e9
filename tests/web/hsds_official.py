"""The official OpenAPI of HSDS 3.0 with our limits and problems laid over it, in one document."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import yaml

from bot.web.hsds_openapi import SCHEMAS, openapi
from tests.directory.hsds_schema import FOLDER

#: What the official document names: a compiled schema, of a list's item, or a plain one.
_REMOTE = re.compile(
    r"https://raw\.githubusercontent\.com/.*/schema/(?:compiled/)?(\w+?)(?:_list)?\.json"
)


def official() -> dict[str, Any]:
    """openapi.json of HSDS 3.0 as it was published, its schemas beside it instead of on the web."""
    document = json.loads((FOLDER / "openapi.json").read_text("utf-8"))
    document["components"]["schemas"] |= {
        file.stem: json.loads(file.read_text("utf-8"))
        for file in FOLDER.glob("*.json")
        if file.stem != "openapi"
    }
    found: dict[str, Any] = _linked(document)
    return found


def _linked(node: Any) -> Any:
    """The same with every link inside the document."""
    if isinstance(node, list):
        return [_linked(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _linked(value) for key, value in node.items()}
    link = made.get("$ref")
    if isinstance(link, str) and not link.startswith("#"):
        remote = _REMOTE.fullmatch(link)
        made["$ref"] = f"#/components/schemas/{remote[1] if remote else link.removesuffix('.json')}"
    return made


def overlay() -> dict[str, Any]:
    """What we say beyond it, with the reasons."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / "overlay.yml").read_text("utf-8"))
    return found


def with_overlay() -> dict[str, Any]:
    """The document that the interface is held to."""
    document, over = copy.deepcopy(official()), overlay()
    ours = openapi()
    document["components"]["schemas"]["problem"] = ours["components"]["schemas"]["problem"]
    document["components"]["schemas"]["Page"]["required"] = [
        *document["components"]["schemas"]["Page"]["properties"]
    ]
    for name, parameter in document["components"]["parameters"].items():
        parameter["schema"] = SCHEMAS[name]
    for path, item in document["paths"].items():
        for parameter in (*item.get("parameters", []), *item["get"].get("parameters", [])):
            if parameter.get("name") in SCHEMAS:
                parameter["schema"] = SCHEMAS[parameter["name"]]
            elif parameter.get("name") == "id":
                parameter["schema"] = SCHEMAS["organization_id"]
        answers = item["get"]["responses"]
        said = ours["paths"][path]["get"]["responses"]
        wanted = [*over["answers"]["every"]]
        if path.endswith("{id}"):
            wanted += over["answers"]["of_one"]
        elif "proximity" in str(item["get"].get("parameters")):
            wanted += over["answers"]["together"]
        answers.update({status: said[status] for status in wanted})
        content = answers["200"]["content"]
        if "contents" in str(content):
            content[over["lines"]["type"]] = {"schema": {"type": "string"}}
        if path in over["slips"]:
            schema = {"$ref": f"#/components/schemas/{over['slips'][path]}"}
            content["application/json"] = {"schema": schema}
    return document
