"""The web service: settings, sealed state, the assistant inside, limits, health."""
