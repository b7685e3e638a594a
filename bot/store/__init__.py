"""SQLite storage, the only SQL. One connection, one thread, one transaction at a time; encrypted at rest."""
