// CSV files of strangers.
#include "input.hpp"

#include "data/csv_reader.hpp"

#include <alembicore/query.hpp>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace alembicore;
    auto const text = fuzz::text_of(data, size);
    return fuzz::read([&] {
        std::string_view left = text;
        data::text_source const source = [&] {
            auto const piece = left.substr(0, 5);
            left.remove_prefix(piece.size());
            return piece;
        };
        data::import_request const how{};
        data::csv_reader reader{how, source};
        data::csv_record record;
        std::uint64_t line = 0;
        while (reader.read(record)) {
            if (record.line <= line || record.fields.empty())
                __builtin_trap();
            line = record.line;
        }
    });
}
