// Database URLs, and what is shown of them.
#include "input.hpp"

#include <alembicore/database_url.hpp>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace alembicore;
    return fuzz::read([&] { static_cast<void>(parse_database_url(fuzz::text_of(data, size)).masked()); });
}
