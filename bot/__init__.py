"""Everything that runs around the Rasa model: risk, triage, language, desk, gateway."""
