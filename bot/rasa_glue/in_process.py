"""Runs Rasa's custom actions inside Rasa's own process, and trims what each turn repeats.

Stock Rasa posts the whole conversation to an action server for every action
and checks the answer against a schema that it compiles anew each time: 60 ms
a turn on two cores where 19 ms do (measured on a model of this size). It also plans
its graph anew at every run (see ``graph.py``).
``endpoints.yml`` names the address ``inprocess://actions``, so Rasa's own
commands (``rasa shell``, ``rasa run``) take the same way.
"""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import rasa.core.processor
import rasa.shared.utils.common
import rasa.shared.utils.io
from rasa.core.actions.action import RemoteAction
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.rasa_glue import recent_states
from bot.rasa_glue.graph import PlannedRunner

logger = logging.getLogger(__name__)

#: The address in ``endpoints.yml`` that means "in this process".
ADDRESS = "inprocess://actions"
ACTIONS_PACKAGE = "actions"

#: Actions that failed in the current turn. Rasa carries on as if nothing had
#: happened; a turn with an entry here is an error (see ``turn.py``).
failed_actions: ContextVar[list[str] | None] = ContextVar("failed_actions", default=None)


@lru_cache(maxsize=1)
def executor() -> ActionExecutor:
    """The executor with every action of the package ``actions`` registered."""
    made = ActionExecutor()
    made.register_package(ACTIONS_PACKAGE)
    return made


async def run_action(call: dict[str, Any]) -> Any:
    """Runs one action call in the shape Rasa posts to an action server.

    Raises ``ClientResponseError``: 400 for a rejection (a form asks Rasa to
    look elsewhere), 500 for any other failure, which is also remembered in
    ``failed_actions`` because Rasa swallows it.
    """
    try:
        return await executor().run(call)
    except ActionExecutionRejection as rejection:
        body = json.dumps({"error": "rejected", "action_name": rejection.action_name})
        raise ClientResponseError(400, "rejected", body) from rejection
    except Exception as error:  # the edge of the actions: whatever they raise ends here
        name = str(call.get("next_action"))
        failures = failed_actions.get()
        if failures is not None:
            failures.append(name)
        # The class alone: a database error's text carries the values, which are people's words.
        logger.error("action failed action=%s error=%s", name, type(error).__name__)
        logger.debug("action failure", exc_info=error)
        raise ClientResponseError(500, "action failed", type(error).__name__) from error


def _validate_action_result(self: RemoteAction, result: Any) -> bool:
    """The shape that Rasa relies on. The result comes from the SDK in this process, so
    checking every event against Rasa's JSON schema (1 ms) would tell nothing more."""
    if not isinstance(result, dict):
        raise TypeError("an action's result must be a dictionary")
    for part in ("events", "responses"):
        if not all(isinstance(entry, dict) for entry in result.get(part) or ()):
            raise TypeError(f"an action's {part} must be dictionaries")
    return True


@lru_cache(maxsize=256)
def _event_class(type_name: str) -> type[Event] | None:
    for candidate in rasa.shared.utils.common.all_subclasses(Event):
        if candidate.type_name == type_name:
            found: type[Event] = candidate
            return found
    return None


def _resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    found = _event_class(type_name)
    if found is not None or type_name == "topic":
        return found
    if default is not None:
        return default
    raise ValueError(f"Unknown event name {type_name!r}.")


def _load_domain(
    cls: type[DomainProvider],
    /,
    config: dict[str, Any],
    model_storage: ModelStorage,
    resource: Resource,
    execution_context: ExecutionContext,
    **kwargs: Any,
) -> DomainProvider:
    """The domain of a trained model, read once: stock Rasa reads and checks it four times (0.4 s)."""
    with model_storage.read_from(resource) as folder:
        text = rasa.shared.utils.io.read_file(folder / "domain.yml")
    domain = Domain.from_dict(rasa.shared.utils.io.read_yaml(text))
    return cls(model_storage, resource, domain)


def install() -> None:
    """Makes ``inprocess://actions`` an address of this process. Harmless when called again."""
    if getattr(EndpointConfig, "_answers_in_process", False):
        return
    over_http = EndpointConfig.request

    async def request(self: EndpointConfig, *args: Any, **kwargs: Any) -> Any:
        if self.url != ADDRESS:
            return await over_http(self, *args, **kwargs)
        return await run_action(kwargs["json"])

    EndpointConfig.request = request
    EndpointConfig._answers_in_process = True
    RemoteAction._validate_action_result = _validate_action_result
    Event.resolve_by_type = staticmethod(_resolve_by_type)
    rasa.core.processor.DaskGraphRunner = PlannedRunner
    DomainProvider.load = classmethod(_load_domain)
    recent_states.install()


def actions_endpoint() -> EndpointConfig:
    """The endpoint to give an agent that this process loads itself."""
    install()
    return EndpointConfig(url=ADDRESS, enable_selective_domain=True)
