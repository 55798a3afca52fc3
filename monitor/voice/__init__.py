"""What is said aloud, in which order, and how it sounds.

utterances   events → what is to be said
policy       which of them speaks now, which waits, which is never said; one table
sound        samples: tones, lead-in, the ear of a foot
speech       words → samples, by espeak-ng or a folder of recordings, kept for the next time
"""
