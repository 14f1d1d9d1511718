// libpq's functions, looked up when the first connection needs them. Loading libpq and the thirty libraries behind it
// takes longer than reading a hundred revisions, and most commands need no server; linked, every start would pay for
// it.
#pragma once

#include <libpq-fe.h>

namespace alembicore::postgres {

#define ALEMBICORE_LIBPQ_FUNCTIONS(X)                                                                                  \
    X(PQbackendPID)                                                                                                    \
    X(PQcancel)                                                                                                        \
    X(PQclear)                                                                                                         \
    X(PQcmdStatus)                                                                                                     \
    X(PQcmdTuples)                                                                                                     \
    X(PQconnectPoll)                                                                                                   \
    X(PQconnectStartParams)                                                                                            \
    X(PQconnectionNeedsPassword)                                                                                       \
    X(PQconninfo)                                                                                                      \
    X(PQconninfoFree)                                                                                                  \
    X(PQconsumeInput)                                                                                                  \
    X(PQerrorMessage)                                                                                                  \
    X(PQfinish)                                                                                                        \
    X(PQflush)                                                                                                         \
    X(PQfmod)                                                                                                          \
    X(PQfname)                                                                                                         \
    X(PQfreeCancel)                                                                                                    \
    X(PQfreemem)                                                                                                       \
    X(PQftype)                                                                                                         \
    X(PQgetCancel)                                                                                                     \
    X(PQgetCopyData)                                                                                                   \
    X(PQgetResult)                                                                                                     \
    X(PQgetisnull)                                                                                                     \
    X(PQgetlength)                                                                                                     \
    X(PQgetvalue)                                                                                                      \
    X(PQisBusy)                                                                                                        \
    X(PQnfields)                                                                                                       \
    X(PQntuples)                                                                                                       \
    X(PQparameterStatus)                                                                                               \
    X(PQputCopyData)                                                                                                   \
    X(PQputCopyEnd)                                                                                                    \
    X(PQresultErrorField)                                                                                              \
    X(PQresultErrorMessage)                                                                                            \
    X(PQresultStatus)                                                                                                  \
    X(PQsendQuery)                                                                                                     \
    X(PQsendQueryParams)                                                                                               \
    X(PQsetErrorVerbosity)                                                                                             \
    X(PQsetNoticeReceiver)                                                                                             \
    X(PQsetSingleRowMode)                                                                                              \
    X(PQsetnonblocking)                                                                                                \
    X(PQsocket)                                                                                                        \
    X(PQstatus)                                                                                                        \
    X(PQtransactionStatus)

struct libpq_functions {
#define ALEMBICORE_LIBPQ_MEMBER(name) decltype(&::name) name;
    ALEMBICORE_LIBPQ_FUNCTIONS(ALEMBICORE_LIBPQ_MEMBER)
#undef ALEMBICORE_LIBPQ_MEMBER
};

/// Loads libpq at the first call, from any thread.
/// Errors: connection_failed when it is not installed.
[[nodiscard]] libpq_functions const& libpq();

} // namespace alembicore::postgres
