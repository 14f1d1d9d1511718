// alembic.ini: sections, interpolation.
#include "input.hpp"

#include "config/ini.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace alembicore;
    return fuzz::read([&] {
        auto const document = config::parse_ini("alembic.ini", fuzz::text_of(data, size), {{"here", "/project"}});
        for (auto const& key : document.keys("alembic"))
            static_cast<void>(document.find("alembic", key));
    });
}
