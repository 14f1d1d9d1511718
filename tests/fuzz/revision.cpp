// The header of a revision file, by the fast way and through the syntax tree.
#include "input.hpp"

#include "script/revision_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace alembicore;
    return fuzz::read([&] { static_cast<void>(script::parse_revision("revision.py", fuzz::text_of(data, size))); });
}
