"""What goes over the wire: the expression's text, and later the envelope around it."""
