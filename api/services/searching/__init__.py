"""Finding content by words: texts taken apart, the indexes of both engines, and what people type."""
