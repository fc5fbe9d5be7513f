"""Providers of images and metadata."""
