#include <sys/time.h>
#include <sys/statvfs.h>
#include <nfsc/libnfs.h>
