"""Pictures of a flow, to be read by a clinician: SVG, and Mermaid as text."""
