/*
 * A disk that fails on demand, for a child process: LD_PRELOAD this. While the file named by SIGNALBOX_FAULT exists and holds
 * the name of a call and an errno ("pwrite 28"), that call fails so on write-ahead logs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int is_log(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 4) return 0;
    path[n] = 0;
    return strcmp(path + n - 4, "-wal") == 0;
}

/* The errno that the call is to fail with; 0 if it is to succeed. */
static int fault(const char *call, int fd) {
    const char *file = getenv("SIGNALBOX_FAULT");
    if (!file || access(file, R_OK) != 0 || !is_log(fd)) return 0;
    FILE *f = fopen(file, "r");
    if (!f) return 0;
    char name[32] = "";
    int error = 0;
    if (fscanf(f, "%31s %d", name, &error) != 2) error = 0;
    fclose(f);
    return strcmp(name, call) == 0 ? error : 0;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    int error = fault("pwrite", fd);
    if (error) { errno = error; return -1; }
    if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
    return real(fd, data, size, at);
}

int fsync(int fd) {
    static int (*real)(int);
    int error = fault("fsync", fd);
    if (error) { errno = error; return -1; }
    if (!real) real = dlsym(RTLD_NEXT, "fsync");
    return real(fd);
}

int fdatasync(int fd) {
    static int (*real)(int);
    int error = fault("fsync", fd);
    if (error) { errno = error; return -1; }
    if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
    return real(fd);
}
