"""The criteria library: guiding criteria by dated version, found, chosen, checked together, rendered as tender text."""
