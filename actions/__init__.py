"""Rasa's custom actions: slots in, guidance and registry asked, events and messages out."""
