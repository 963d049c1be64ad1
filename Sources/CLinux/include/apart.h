// A program that outlives whoever starts it. Plain types only.
#pragma once

/// Starts a program in a session of its own, as nobody's child: what it says goes to the file `output`, it reads nothing, and
/// no descriptor of this process is left to it. 0 when it runs, or -errno.
int clinux_start_apart(const char *program, char *const *arguments, const char *output);

/// Gives memory that is free back to the system (malloc_trim), and keeps threads from hoarding it.
void clinux_return_memory(void);
