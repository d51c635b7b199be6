"""The findings of files in the formats that other programs read; each is a function from reports to a text."""
