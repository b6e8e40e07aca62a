"""Small training runs, which show that each step helps."""
