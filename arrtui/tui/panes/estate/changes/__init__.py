"""Changes: what the backups of each day brought, and setting single changes back."""
