"""From a chronicle's text to drafts of event rows: entries, happenings, and who, where, when, what, by whose word.
Nothing here decides: every field carries the characters it was read from and a confidence, and a person has the last word."""
