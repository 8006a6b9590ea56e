/* A file system without locks, for a program that this library is preloaded into: every POSIX lock is refused (ENOLCK). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>

typedef int (*control)(int, int, ...);

static int is_lock(int command) {
    return command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK || command == F_OFD_SETLKW;
}

static int run(const char *name, int file, int command, void *argument) {
    if (is_lock(command)) {
        errno = ENOLCK;
        return -1;
    }
    return ((control) dlsym(RTLD_NEXT, name))(file, command, argument);
}

int fcntl(int file, int command, ...) {
    va_list more;
    va_start(more, command);
    void *argument = va_arg(more, void *);
    va_end(more);
    return run("fcntl", file, command, argument);
}

int fcntl64(int file, int command, ...) {
    va_list more;
    va_start(more, command);
    void *argument = va_arg(more, void *);
    va_end(more);
    return run("fcntl64", file, command, argument);
}
