/* A file system without hard links, for a program that this library is preloaded into: every link is refused (EPERM). */
#include <errno.h>

int link(const char *from, const char *to) {
    (void) from;
    (void) to;
    errno = EPERM;
    return -1;
}

int linkat(int fromFolder, const char *from, int toFolder, const char *to, int flags) {
    (void) fromFolder;
    (void) toFolder;
    (void) flags;
    return link(from, to);
}
