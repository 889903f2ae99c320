"""Reads documents: text that stands in them, and text in pictures of them through Tesseract."""
