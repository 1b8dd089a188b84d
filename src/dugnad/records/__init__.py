"""The records: what people do with dugnad, kept in the database. The one Django app; notices never enter it."""
