"""JSON Schema of the content files, for editors: built from the words that the loader itself knows."""
