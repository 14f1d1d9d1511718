// Database URLs, and what is shown of them: never the password.
#include "input.hpp"

#include <alembicore/database_url.hpp>

namespace {

constexpr char const* password = "hidden-7f3a";

void require_hidden(std::string const& shown) {
    if (shown.find(password) != std::string::npos)
        __builtin_trap();
}

void show(std::string const& text) {
    try {
        require_hidden(alembicore::parse_database_url(text).masked());
    } catch (alembicore::error const& refused) {
        require_hidden(alembicore::describe(refused.info()));
        throw;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace alembicore;
    auto const text = fuzz::text_of(data, size);
    fuzz::read([&] { static_cast<void>(parse_database_url(text).masked()); });
    if (text.find(password) != std::string::npos)
        return 0; // learnt from the comparison above: as a host's name it may be shown
    return fuzz::read([&] { show(std::string{"postgresql://u:"} + password + text); });
}
