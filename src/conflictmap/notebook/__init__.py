"""What `import conflictmap` opens in a notebook or a script."""
