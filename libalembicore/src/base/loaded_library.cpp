#include "base/loaded_library.hpp"

#include <dlfcn.h>

namespace alembicore::base {

namespace {

void* found(void* result, error_info const& when_missing) {
    if (result != nullptr)
        return result;
    auto info = when_missing;
    if (char const* const said = ::dlerror())
        info.reason = said;
    throw error{std::move(info)};
}

} // namespace

loaded_library::loaded_library(char const* file_name, error_info when_missing)
    : when_missing_(std::move(when_missing)),
      handle_(found(::dlopen(file_name, RTLD_LAZY | RTLD_LOCAL), when_missing_)) {}

void* loaded_library::address_of(char const* name) const {
    return found(::dlsym(handle_, name), when_missing_);
}

} // namespace alembicore::base
