/*
 * What a process asks of its disk, in order, for a child process: LD_PRELOAD this. Whatever it does to a database, a log or a
 * journal of SQLite in the directory SIGNALBOX_DIRECTORY, and what it prints to its standard output, goes into the file
 * SIGNALBOX_RECORD; io.signalbox.crash.Recording reads it. A disk takes its time, so a sync lasts half a millisecond.
 *
 * SIGNALBOX_NO_SYNC names the calls ("fsync fdatasync") that do nothing and say that they did: a disk that lies.
 *
 * Another library that makes calls fail comes behind this one, so that it is recorded what became of them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CREATE = 1, WRITE, TRUNCATE, SYNC_BEGUN, SYNCED, SYNC_FAILED, UNLINK, PRINT, LIE };

struct entry {
    uint32_t kind, size;
    uint64_t file, at;
};

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name)) dlsym(RTLD_NEXT, #name)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int record = -1;
static char directory[4096];
static ino_t files[4096];
static int count;
static uint64_t syncs;

/* Each is called with the lock held, so that the order of the record is that of the calls. */
static void put(uint32_t kind, uint64_t file, uint64_t at, const void *data, size_t size) {
    struct entry entry = {kind, (uint32_t) size, file, at};
    struct iovec parts[2] = {{&entry, sizeof entry}, {(void *) data, size}};
    if (writev(record, parts, 2) != (ssize_t) (sizeof entry + size)) abort();
}

/* The file that a descriptor belongs to; 0 if it is none of ours. */
static uint64_t file_of(int fd) {
    struct stat stat;
    if (record < 0 || fstat(fd, &stat) != 0) return 0;
    for (int i = count; i-- > 0;)
        if (files[i] == stat.st_ino) return stat.st_ino;
    return 0;
}

static void add(uint64_t file, const char *name) {
    if (count == sizeof files / sizeof *files) abort();
    files[count++] = file;
    put(CREATE, file, 0, name, strlen(name));
}

/* The number may be given to the next file. */
static void forget(uint64_t file) {
    for (int i = 0; i < count; i++)
        if (files[i] == file) files[i--] = files[--count];
}

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("SIGNALBOX_DIRECTORY"), *file = getenv("SIGNALBOX_RECORD");
    struct stat stat;
    if (!where || !file || strlen(where) >= sizeof directory || lstat(where, &stat) != 0) return;
    strcpy(directory, where);
    record = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (record < 0) abort();
    add(stat.st_ino, ".");
}

static int ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* The name of a file of SQLite in our directory, or null. */
static const char *name_of(const char *path) {
    size_t n = strlen(directory);
    if (record < 0 || strncmp(path, directory, n) != 0 || path[n] != '/') return NULL;
    const char *name = path + n + 1;
    return ends_with(name, ".db") || ends_with(name, "-wal") || ends_with(name, "-journal") ? name : NULL;
}

int open64(const char *path, int flags, ...) {
    REAL(open64);
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    const char *name = name_of(path);
    if (!name) return real(path, flags, mode);
    pthread_mutex_lock(&lock);
    int fd = real(path, flags, mode);
    struct stat stat;
    if (fd >= 0 && file_of(fd) == 0 && fstat(fd, &stat) == 0) add(stat.st_ino, name);
    pthread_mutex_unlock(&lock);
    return fd;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(pwrite64);
    pthread_mutex_lock(&lock);
    uint64_t file = file_of(fd);
    ssize_t written = real(fd, data, size, at);
    if (file && written > 0) put(WRITE, file, at, data, written);
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    if (fd != STDOUT_FILENO || record < 0) return real(fd, data, size);
    pthread_mutex_lock(&lock);
    put(PRINT, 0, 0, data, size);
    pthread_mutex_unlock(&lock);
    return real(fd, data, size);
}

int ftruncate64(int fd, off64_t size) {
    REAL(ftruncate64);
    pthread_mutex_lock(&lock);
    uint64_t file = file_of(fd);
    int result = real(fd, size);
    if (file && result == 0) put(TRUNCATE, file, size, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
}

int unlink(const char *path) {
    REAL(unlink);
    const char *name = name_of(path);
    struct stat stat;
    if (!name || lstat(path, &stat) != 0) return real(path);
    pthread_mutex_lock(&lock);
    int result = real(path);
    if (result == 0) {
        forget(stat.st_ino);
        put(UNLINK, stat.st_ino, 0, name, strlen(name));
    }
    pthread_mutex_unlock(&lock);
    return result;
}

/* What was written before a sync began is on the disk once it has returned; what comes meanwhile need not be. */
static int recorded_sync(int fd, int (*real)(int), const char *call) {
    const char *none = getenv("SIGNALBOX_NO_SYNC");
    pthread_mutex_lock(&lock);
    uint64_t file = file_of(fd), number = ++syncs;
    int lie = file && none && strstr(none, call);
    if (file) put(lie ? LIE : SYNC_BEGUN, file, number, NULL, 0);
    pthread_mutex_unlock(&lock);
    if (lie) return 0;
    if (file) usleep(500);
    int result = real(fd), error = errno;
    pthread_mutex_lock(&lock);
    if (file) put(result == 0 ? SYNCED : SYNC_FAILED, file, number, NULL, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

int fsync(int fd) {
    REAL(fsync);
    return recorded_sync(fd, real, "fsync");
}

int fdatasync(int fd) {
    REAL(fdatasync);
    return recorded_sync(fd, real, "fdatasync");
}
