/*
 * A disk that fails on demand, for a child process: LD_PRELOAD this. While the file named by SIGNALBOX_FAULT exists, a call on
 * databases, logs and journals fails as the file says:
 *
 *   pwrite 28          each pwrite, with ENOSPC
 *   fsync 5 3 once     the third fsync or fdatasync, with EIO, and none after it
 *   pwrite 28 3 on     the third pwrite, and all after it
 *
 * Calls are counted from the moment the file is there. A disk becomes full in the midst of a write: the N-th pwrite writes half
 * of what it was given, and the next one fails. Once a call has failed there is a file of the same name with ".struck" behind.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name)) dlsym(RTLD_NEXT, #name)

enum outcome { WORKS, HALF, FAILS };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char present[128];
static long calls;

static int ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

static int is_of_sqlite(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return ends_with(path, ".db") || ends_with(path, "-wal") || ends_with(path, "-journal");
}

static void strike(const char *file) {
    char struck[4096];
    snprintf(struck, sizeof struck, "%s.struck", file);
    int fd = open(struck, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0) close(fd);
}

/* With the lock held. Sets errno if the call is to fail. */
static enum outcome next(const char *file, const char *call) {
    char line[sizeof present] = "", name[32] = "", how[8] = "on";
    int error = 0;
    long first = 0;
    FILE *f = fopen(file, "r");
    if (f) {
        if (!fgets(line, sizeof line, f)) line[0] = 0;
        fclose(f);
    }
    if (strcmp(line, present) != 0) {
        strcpy(present, line);
        calls = 0;
    }
    if (sscanf(line, "%31s %d %ld %7s", name, &error, &first, how) < 2 || strcmp(name, call) != 0) return WORKS;
    long number = ++calls - first;
    int half = first > 0 && strcmp(call, "pwrite") == 0;
    if (half && number == 0) return HALF;
    if (number < half || (number > half && strcmp(how, "once") == 0)) return WORKS;
    strike(file);
    errno = error;
    return FAILS;
}

static enum outcome outcome(const char *call, int fd) {
    const char *file = getenv("SIGNALBOX_FAULT");
    if (!file || !is_of_sqlite(fd)) return WORKS;
    pthread_mutex_lock(&lock);
    enum outcome outcome = next(file, call);
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return outcome;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(pwrite64);
    enum outcome what = outcome("pwrite", fd);
    return what == FAILS ? -1 : real(fd, data, what == HALF && size > 1 ? size / 2 : size, at);
}

int fsync(int fd) {
    REAL(fsync);
    return outcome("fsync", fd) == FAILS ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL(fdatasync);
    return outcome("fsync", fd) == FAILS ? -1 : real(fd);
}
