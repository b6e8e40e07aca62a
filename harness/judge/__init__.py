"""Does a claim hold, whose fault is it if not, and which mistake is it?"""
