"""What arrtui does, one folder per capability; features never import each other."""
