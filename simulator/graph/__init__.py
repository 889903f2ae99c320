"""The part of Meta's Graph API that the office calls."""
