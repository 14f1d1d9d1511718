#include "postgres/libpq.hpp"

#include "base/loaded_library.hpp"

namespace alembicore::postgres {

namespace {

error_info not_loaded() {
    error_info info;
    info.code = errc::connection_failed;
    info.message = "cannot load PostgreSQL's client library, libpq";
    info.remedy = "install libpq (Debian and Ubuntu: libpq5)";
    return info;
}

libpq_functions look_up_all() {
    base::loaded_library const library{"libpq.so.5", not_loaded()};
    libpq_functions functions{};
#define ALEMBICORE_LIBPQ_LOOK_UP(name) library.look_up(#name, functions.name);
    ALEMBICORE_LIBPQ_FUNCTIONS(ALEMBICORE_LIBPQ_LOOK_UP)
#undef ALEMBICORE_LIBPQ_LOOK_UP
    return functions;
}

} // namespace

libpq_functions const& libpq() {
    static libpq_functions const functions = look_up_all();
    return functions;
}

} // namespace alembicore::postgres
