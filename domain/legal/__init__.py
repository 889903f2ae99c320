"""Indonesian legal papers, recognised from their words: `domain.legal.recognise.recognise`."""
