/* Checks of a C program that tell where they failed, and go on. */
#ifndef ALEMBICORE_TESTS_CHECK_H
#define ALEMBICORE_TESTS_CHECK_H

#include "alembicore.h"

#include <stdio.h>
#include <string.h>

static int failed_checks = 0;

static void check_at(int holds, char const* what, char const* file, int line) {
    if (holds)
        return;
    ++failed_checks;
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
}

#define CHECK(condition) check_at((condition) != 0, #condition, __FILE__, __LINE__)

static void check_text_at(char const* given, char const* expected, char const* file, int line) {
    if (given != NULL && strcmp(given, expected) == 0)
        return;
    ++failed_checks;
    fprintf(stderr, "%s:%d: '%s' is not '%s'\n", file, line, given == NULL ? "(null)" : given, expected);
}

#define CHECK_TEXT(given, expected) check_text_at(given, expected, __FILE__, __LINE__)

static void check_contains_at(char const* given, char const* expected, char const* file, int line) {
    if (given != NULL && strstr(given, expected) != NULL)
        return;
    ++failed_checks;
    fprintf(stderr, "%s:%d: '%s' is not in '%s'\n", file, line, expected, given == NULL ? "(null)" : given);
}

#define CHECK_CONTAINS(given, expected) check_contains_at(given, expected, __FILE__, __LINE__)

/* A call that must succeed; its error is shown. */
static void check_ok_at(alembicore_status status, alembicore_error** error, char const* file, int line) {
    if (status != ALEMBICORE_OK) {
        ++failed_checks;
        fprintf(stderr, "%s:%d: %s\n", file, line, alembicore_error_describe(*error));
    }
    alembicore_error_free(*error);
    *error = NULL;
}

#define CHECK_OK(status, error) check_ok_at(status, error, __FILE__, __LINE__)

/* A JSON document that contains `expected`; it is freed. */
static void check_document_at(char* given, char const* expected, char const* file, int line) {
    check_contains_at(given, expected, file, line);
    alembicore_string_free(given);
}

#define CHECK_DOCUMENT(given, expected) check_document_at(given, expected, __FILE__, __LINE__)

#endif
