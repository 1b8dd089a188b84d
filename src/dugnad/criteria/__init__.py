"""The criteria library: guiding criteria by dated version, found, chosen, checked together and rendered as tender text."""
