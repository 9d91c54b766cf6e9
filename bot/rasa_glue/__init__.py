"""What Rasa's YAML files name, and the launcher that serves the model with its actions inside."""
