#include "postgres/libpq.hpp"

#include <alembicore/error.hpp>

#include <dlfcn.h>

namespace alembicore::postgres {

namespace {

constexpr char const* file_name = "libpq.so.5";

error not_loaded() {
    char const* const reason = ::dlerror();
    error_info info;
    info.code = errc::connection_failed;
    info.message = std::string{"cannot load PostgreSQL's client library: "} + (reason != nullptr ? reason : file_name);
    info.remedy = "install libpq (Debian and Ubuntu: libpq5)";
    return error{std::move(info)};
}

/// Stays loaded until the process ends: connections of any thread may be in it.
void* load() {
    void* const library = ::dlopen(file_name, RTLD_LAZY | RTLD_LOCAL);
    if (library == nullptr)
        throw not_loaded();
    return library;
}

template <typename Function>
void look_up(void* library, char const* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
    if (function == nullptr)
        throw not_loaded();
}

libpq_functions look_up_all(void* library) {
    libpq_functions functions{};
#define ALEMBICORE_LIBPQ_LOOK_UP(name) look_up(library, #name, functions.name);
    ALEMBICORE_LIBPQ_FUNCTIONS(ALEMBICORE_LIBPQ_LOOK_UP)
#undef ALEMBICORE_LIBPQ_LOOK_UP
    return functions;
}

} // namespace

libpq_functions const& libpq() {
    static libpq_functions const functions = look_up_all(load());
    return functions;
}

} // namespace alembicore::postgres
