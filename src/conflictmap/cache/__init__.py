"""What earlier work left in the user's cache folder: it spares time, and is never needed for an answer to be right."""
