"""Side effects, one class a dependency, against ports."""
