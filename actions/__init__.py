"""What the dialogue can do: thin Rasa actions, each translate, call, translate.

Every turn is ``intent -> one action``. The action hears the message
(``actions.memory``), asks ``bot.triage`` what to do, and says it
(``actions.turn``). Words are in ``domain.yml``.
"""
