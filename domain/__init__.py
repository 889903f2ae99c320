"""What the firm knows and decides: pure values, rules and ports."""
