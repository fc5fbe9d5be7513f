"""What players show of titles: told of new pictures, NFO and videos, and made to forget nothing."""
