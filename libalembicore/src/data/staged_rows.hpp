// The rows of a file in a temporary table, as texts: what is wrong with one can be found there.
#pragma once

#include "data/call.hpp"
#include "data/csv_reader.hpp"
#include "data/statement.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::data {

/// Which field of the file goes into which column.
struct filled_column {
    shape_column const* column = nullptr;
    std::size_t field = 0;
};

/// The temporary table.
inline constexpr std::string_view stage = "pg_temp.alembicore_import";

/// Its column for a field.
[[nodiscard]] inline std::string staged_name(std::size_t field) {
    return 'f' + std::to_string(field);
}

class staged_rows {
public:
    /// Errors: those of the reader and of statements.
    staged_rows(call& in, shape const& of, std::vector<filled_column> columns, csv_reader& from, std::stop_token stop);

    /// Into the table they are for. Rows that it took. Errors: of the first row that does not fit, with its line.
    std::uint64_t insert();

private:
    /// Rows behind `after` up to `last`, numbered from 1.
    struct range {
        std::uint64_t after;
        std::uint64_t last;
    };

    void create();
    void copy(csv_reader& from);
    [[nodiscard]] std::string line_of(csv_record const& record);
    [[nodiscard]] postgres::result insert_all();
    [[nodiscard]] std::optional<error> try_some(range rows);
    [[noreturn]] void explain(error const& failure);
    [[nodiscard]] std::uint64_t first_that_fails(error& failure);
    [[nodiscard]] std::uint64_t first_without_target(error const& failure);
    [[nodiscard]] std::string failing_column(std::uint64_t number, error& failure);
    [[nodiscard]] value text_of(std::string const& column, std::uint64_t number);
    [[nodiscard]] filled_column const* find(std::string const& column) const;
    void write_insert(statement& to) const;

    call& in_;
    shape const& of_;
    std::vector<filled_column> columns_;
    std::stop_token stop_;
    csv_reader& from_;
    std::uint64_t count_ = 0;
};

} // namespace alembicore::data
