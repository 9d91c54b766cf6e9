"""The service directory: a library of its own that knows nothing of the assistant."""
