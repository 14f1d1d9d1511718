// The header of a revision file. Where the fast way is sure of it, the way through the syntax tree says the same.
#include "input.hpp"

#include "script/revision_file.hpp"
#include "script/source.hpp"

namespace {

using namespace alembicore::script;

bool same(attribute_value const& a, attribute_value const& b) {
    return a.holds == b.holds && a.texts == b.texts;
}

void require_agreement(std::string const& source) {
    auto const fast = scan_header(source);
    if (!fast)
        return;
    // The fast way does not look into bodies, so a file that is not Python there is refused by the other way only.
    header const slow = read_header("revision.py", source);
    for (std::size_t i = 0; i < attribute_names.size(); ++i)
        if (!same(fast->attributes[i], slow.attributes[i]))
            __builtin_trap();
    if (fast->docstring.value_or("") != slow.docstring.value_or(""))
        __builtin_trap();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace alembicore;
    auto const bytes = fuzz::text_of(data, size);
    fuzz::read([&] { static_cast<void>(parse_revision("revision.py", bytes)); });
    return fuzz::read([&] { require_agreement(decode_source(bytes, "revision.py")); });
}
