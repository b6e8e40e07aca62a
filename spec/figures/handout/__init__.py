"""The figures of the handout: what each TODO computes, in shapes and formulae, with no words to translate."""
