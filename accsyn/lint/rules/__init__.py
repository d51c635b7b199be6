"""What is looked for in Python files: a function a rule, a module a family; `accsyn.lint.rules.all` lists them."""
