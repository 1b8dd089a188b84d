"""The letter's own matter: plans, the yearly questions, SDG 12.7.1, letters and the documents made of them."""
