"""Loads the trained model with its actions in this process, and serves it on loopback."""

from __future__ import annotations

import gc
import logging
import os
import threading
import warnings
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.go_ahead import wait_for_go_ahead
from bot.language import whereabouts
from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from rasa.core.agent import Agent
    from rasa.core.tracker_store import TrackerStore

logger = logging.getLogger(__name__)

#: Environment variable with the loopback port; ``bot.serve`` chooses it.
PORT_VARIABLE = "RASA_PORT"
#: Programs that need nothing prepared: two thirds of the start.
READ_EARLY = (
    "rasa.core.agent",
    "rasa.graph_components.validators.default_recipe_validator",
    "sanic",
    "bot.desk.migrate",
    "bot.nlu.gate",
    "bot.nlu.readers",
    "bot.nlu.classifiers",
    "bot.rasa_glue.channel",
    "bot.rasa_glue.tracker_store",
    "actions.base",
)


class NoModel(RuntimeError):
    """There is no trained model; ``str()`` says how to make one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"No trained model in {folder}. Make one with: python -m bot train")
        self.folder = folder


def quiet_rasa() -> None:
    """Keeps people's words out of Rasa's logs; call before Rasa is imported.

    Rasa's structlog prints what customers say at debug level unless it is
    configured first; its telemetry and warnings are of no use to an operator.
    """
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    warnings.simplefilter("ignore")
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    for name in ("rasa", "rasa_sdk", "sanic.root", "sanic.access", "matplotlib", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It takes the braces of button payloads for placeholders, and logs every slot value with each.
    logging.getLogger("rasa.core.nlg.interpolator").setLevel(logging.CRITICAL + 1)
    # Rasa logs an action's traceback here, with the message it was handling.
    logging.getLogger("rasa.core.processor").setLevel(logging.CRITICAL)


def newest_model(folder: Path) -> Path:
    """The newest trained model in ``folder``. Raises ``NoModel``."""
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise NoModel(folder)
    return models[-1]


def load_agent(
    model: Path | None = None,
    tracker_store: TrackerStore | None = None,
    settings: Settings | None = None,
) -> Agent:
    """A Rasa agent ready for ``turn.take_turn``.

    ``model`` defaults to the newest one, ``tracker_store`` to the desk's
    database. Raises ``NoModel``, or what Rasa or the database raises.
    """
    quiet_rasa()
    from rasa.core.agent import Agent

    from bot.rasa_glue import in_process
    from bot.rasa_glue.tracker_store import DialogueStore
    from bot.rasa_glue.turn import strict_store

    settings = settings or read_settings()
    path = model or newest_model(settings.models_dir)
    endpoint = in_process.actions_endpoint()
    in_process.executor()
    store = tracker_store or DialogueStore(None, url=settings.database_url)
    agent = Agent.load(str(path), tracker_store=store, action_endpoint=endpoint)
    if agent.processor is not None:
        strict_store(agent.processor)
    return agent


def _warm_up() -> None:
    """Loads what would otherwise load under the first customer's message.

    Not the encoder: the gateway sends each text with its vector, and without the
    gateway it is loaded at the first text.
    """
    import bot.risk

    bot.risk.ready()


async def _read_on(*_: Any) -> None:
    """Reads, beside the first messages, what only some of them need: the start needn't wait for it."""
    threading.Thread(target=whereabouts.load, daemon=True).start()


def main() -> int:
    """Serves the newest model on ``127.0.0.1:RASA_PORT`` until it is stopped."""
    quiet_rasa()
    for name in READ_EARLY:
        import_module(name)
    _warm_up()
    wait_for_go_ahead()
    from sanic import Sanic

    from bot.rasa_glue.channel import GatewayChannel

    port = int(os.environ.get(PORT_VARIABLE, "5005"))
    agent = load_agent()
    # Rasa's half a million objects stay: looking through them for garbage stops every turn.
    gc.freeze()
    app = Sanic("triage_rasa", configure_logging=False)
    channel = GatewayChannel.from_credentials(None)
    routes = channel.blueprint(agent.handle_message)
    routes.url_prefix = f"/webhooks/{GatewayChannel.name()}"
    app.blueprint(routes)
    app.ctx.agent = agent
    app.register_listener(_read_on, "after_server_start")
    app.config.RESPONSE_TIMEOUT = 60
    app.config.REQUEST_MAX_SIZE = 1_000_000
    # 127.0.0.1 is not a setting: Rasa has no protection of its own against strangers.
    app.run(host="127.0.0.1", port=port, workers=1, access_log=False, debug=False, motd=False)
    return 0
