// libcurl's calls with a variable list of arguments cannot be called from Swift: one function for each type of value.
#include <curl/curl.h>

static inline CURLcode p2v_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode p2v_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode p2v_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode p2v_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}
typedef size_t (*p2v_data)(char *, size_t, size_t, void *);
static inline CURLcode p2v_set_data(CURL *handle, CURLoption option, p2v_data call) {
    return curl_easy_setopt(handle, option, call);
}
typedef int (*p2v_progress)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
static inline CURLcode p2v_set_progress(CURL *handle, p2v_progress call) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, call);
}
static inline CURLcode p2v_get_status(CURL *handle, long *status) {
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, status);
}
static inline CURLcode p2v_get_certificates(CURL *handle, struct curl_certinfo **certificates) {
    return curl_easy_getinfo(handle, CURLINFO_CERTINFO, certificates);
}
