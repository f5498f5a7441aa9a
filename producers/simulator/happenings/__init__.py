"""What happens at gatherings beside coming and going: a module a family, each what happened, its facts, its truth."""
