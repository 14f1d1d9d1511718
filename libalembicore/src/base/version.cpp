#include <alembicore/version.hpp>

namespace alembicore {

std::string_view version() noexcept {
    return ALEMBICORE_VERSION;
}

} // namespace alembicore
